import CSupport
import Glibc
import Runtime

/// `fcntl`. (Modules/fcntlmodule.c)
extension NativeModule {
    public static let fcntl = NativeModule("fcntl") { m throws(Raise) in
        m.ints("DN_ACCESS=1 DN_ATTRIB=32 DN_CREATE=4 DN_DELETE=8 DN_MODIFY=2 DN_MULTISHOT=2147483648 DN_RENAME=16 FASYNC=8192 FD_CLOEXEC=1 FICLONE=1074041865 FICLONERANGE=1075876877 F_ADD_SEALS=1033 F_DUPFD=0 F_DUPFD_CLOEXEC=1030 F_DUPFD_QUERY=1027 F_EXLCK=4 F_GETFD=1 F_GETFL=3 F_GETLEASE=1025 F_GETLK=5 F_GETLK64=5 F_GETOWN=9 F_GETOWN_EX=16 F_GETPIPE_SZ=1032 F_GETSIG=11 F_GET_FILE_RW_HINT=1037 F_GET_RW_HINT=1035 F_GET_SEALS=1034 F_NOTIFY=1026 F_OFD_GETLK=36 F_OFD_SETLK=37 F_OFD_SETLKW=38 F_OWNER_PGRP=2 F_OWNER_PID=1 F_OWNER_TID=0 F_RDLCK=0 F_SEAL_FUTURE_WRITE=16 F_SEAL_GROW=4 F_SEAL_SEAL=1 F_SEAL_SHRINK=2 F_SEAL_WRITE=8 F_SETFD=2 F_SETFL=4 F_SETLEASE=1024 F_SETLK=6 F_SETLK64=6 F_SETLKW=7 F_SETLKW64=7 F_SETOWN=8 F_SETOWN_EX=15 F_SETPIPE_SZ=1031 F_SETSIG=10 F_SET_FILE_RW_HINT=1038 F_SET_RW_HINT=1036 F_SHLCK=8 F_UNLCK=2 F_WRLCK=1 LOCK_EX=2 LOCK_MAND=32 LOCK_NB=4 LOCK_READ=64 LOCK_RW=192 LOCK_SH=1 LOCK_UN=8 LOCK_WRITE=128 RWH_WRITE_LIFE_EXTREME=5 RWH_WRITE_LIFE_LONG=4 RWH_WRITE_LIFE_MEDIUM=3 RWH_WRITE_LIFE_NONE=1 RWH_WRITE_LIFE_NOT_SET=0 RWH_WRITE_LIFE_SHORT=2")
        m.function("fcntl", "(fd, cmd, arg=0, /)") { a throws(Raise) in
            let fd = try IO.descriptor(a[0]), cmd = Int32(try TextArguments.cInt(a[1]))
            if Buffers.supports(a[2]) || a[2].isStr {
                let v = a[2].isStr ? try PathArgument.encode(StrRef(a[2])) : a[2]
                let b = try Buffers.get(v)
                let n = b.count
                if n > 1024 { b.release(); throw Errors.valueError("fcntl argument 3 is too long") }
                let out = BytesRef.allocate(1024)
                memcpy(out.data, b.base, n)
                b.release()
                let p = out.data
                let (r, e) = try SystemCall.retry { Int(dx_fcntl_pointer(fd, cmd, p)) }
                if r < 0 { throw Errors.osError(e) }
                return BytesRef.make(p, n)
            }
            guard a[2].isIntLike || !a[2].type.slot(.index).isUnbound else { throw Errors.typeError("fcntl() argument 3 must be an integer, a bytes-like object, or a string, not \(a[2].type)") }
            let n = TextArguments.clamp(try Operations.indexObject(a[2]))
            let (r, e) = try SystemCall.retry { Int(dx_fcntl(fd, cmd, n)) }
            if r < 0 { throw Errors.osError(e) }
            return Value(int: r)
        }
        m.function("ioctl", "(fd, request, arg=0, mutate_flag=True, /)") { a throws(Raise) in
            let fd = try IO.descriptor(a[0]), request = UInt(bitPattern: try Operations.index(a[1])) & 0xffff_ffff
            if a[2].isStr || Buffers.supports(a[2]) {
                if !a[2].isStr && !a[2].isBytes, try Operations.isTrue(a[3]) {
                    let b = try Buffers.get(a[2], writable: true)
                    defer { b.release() }
                    let (r, e) = try SystemCall.retry { Int(dx_ioctl_pointer(fd, request, b.base)) }
                    if r < 0 { throw Errors.osError(e) }
                    return Value(int: r)
                }
                let v = a[2].isStr ? try PathArgument.encode(StrRef(a[2])) : a[2]
                let b = try Buffers.get(v)
                let n = b.count
                if n > 1024 { b.release(); throw Errors.valueError("ioctl argument 3 is too long") }
                let out = BytesRef.allocate(1024)
                memcpy(out.data, b.base, n)
                b.release()
                let p = out.data
                let (r, e) = try SystemCall.retry { Int(dx_ioctl_pointer(fd, request, p)) }
                if r < 0 { throw Errors.osError(e) }
                return BytesRef.make(p, n)
            }
            let n = TextArguments.clamp(try Operations.indexObject(a[2]))
            let (r, e) = try SystemCall.retry { Int(dx_ioctl(fd, request, n)) }
            if r < 0 { throw Errors.osError(e) }
            return Value(int: r)
        }
        m.function("flock", "(fd, operation, /)") { a throws(Raise) in
            let fd = try IO.descriptor(a[0]), o = Int32(try TextArguments.cInt(a[1]))
            let (r, e) = try SystemCall.retry { Int(dx_flock(fd, o)) }
            if r < 0 { throw Errors.osError(e) }
            return .none
        }
        m.function("lockf", "(fd, cmd, len=0, start=0, whence=0, /)") { a throws(Raise) in
            let fd = try IO.descriptor(a[0]), code = try TextArguments.cInt(a[1])
            var l = Glibc.flock()
            if code == 8 { l.l_type = 2 } else if code & 1 != 0 { l.l_type = 0 } else if code & 2 != 0 { l.l_type = 1 } else { throw Errors.valueError("unrecognized lockf argument") }
            l.l_len = try IO.offset(a[2]); l.l_start = try IO.offset(a[3]); l.l_whence = Int16(try TextArguments.cInt(a[4]))
            let cmd: Int32 = code & 4 != 0 ? 6 : 7
            let (r, e) = try SystemCall.retry { Int(dx_fcntl_pointer(fd, cmd, &l)) }
            if r < 0 { throw Errors.osError(e) }
            return .none
        }
    }
}
