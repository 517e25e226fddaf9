import CSupport
import Glibc
import Runtime

/// `termios`. (Modules/termios.c)
extension NativeModule {
    public static let termios = NativeModule("termios") { m throws(Raise) in
        m.ints(TermiosConstants.all)
        let d = DictRef.allocate()
        d.set(name: StrRef.intern("__module__"), StrRef.make("termios"))
        let error = try Call.call(Types.type.value, StrRef.make("error"), TupleRef.make(Types.exception.value), d.value)
        m.constant("error", error)
        func failure() -> Raise {
            let e = Glibc.errno
            do throws(Raise) { return Errors.raise(try Call.call(error, Value(int: Int(e)), StrRef.make(String(cString: strerror(e))))) } catch { return error }
        }
        m.function("tcgetattr", "(fd, /)") { a throws(Raise) in
            var t = Glibc.termios()
            if Glibc.tcgetattr(try IO.descriptor(a[0]), &t) < 0 { throw failure() }
            let cc = ListRef.allocate(), raw = t.c_lflag & 2 == 0
            withUnsafeBytes(of: &t.c_cc) { b in
                for i in 0..<32 { cc.append(raw && (i == Int(VMIN) || i == Int(VTIME)) ? Value(int: Int(b[i])) : BytesRef.make([b[i]], 1)) }
            }
            let l = ListRef.allocate()
            for v in [t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag] { l.append(Value(int: Int(v))) }
            l.append(Value(int: Int(cfgetispeed(&t)))); l.append(Value(int: Int(cfgetospeed(&t)))); l.append(cc.value)
            return l.value
        }
        m.function("tcsetattr", "(fd, when, attributes, /)") { a throws(Raise) in
            let fd = try IO.descriptor(a[0]), when = Int32(try TextArguments.cInt(a[1]))
            guard a[2].isList, ListRef(a[2]).count == 7 else { throw Errors.typeError("tcsetattr, arg 3: must be 7 element list") }
            let l = ListRef(a[2])
            var t = Glibc.termios()
            if Glibc.tcgetattr(fd, &t) < 0 { throw failure() }
            func word(_ i: Int) throws(Raise) -> UInt32 { UInt32(truncatingIfNeeded: try Operations.index(l[i])) }
            t.c_iflag = try word(0); t.c_oflag = try word(1); t.c_cflag = try word(2); t.c_lflag = try word(3)
            let inSpeed = try word(4), outSpeed = try word(5)
            guard l[6].isList, ListRef(l[6]).count == 32 else { throw Errors.typeError("tcsetattr: attributes[6] must be 32 element list") }
            let cc = ListRef(l[6])
            var chars = [UInt8](repeating: 0, count: 32)
            for i in 0..<32 {
                if cc[i].isBytes && BytesRef(cc[i]).count == 1 { chars[i] = BytesRef(cc[i]).data[0] } else if cc[i].isIntLike { chars[i] = UInt8(truncatingIfNeeded: try Operations.index(cc[i])) }
                else { throw Errors.typeError("tcsetattr: elements of attributes must be characters or integers") }
            }
            withUnsafeMutableBytes(of: &t.c_cc) { b in for i in 0..<32 { b[i] = chars[i] } }
            cfsetispeed(&t, inSpeed); cfsetospeed(&t, outSpeed)
            if Glibc.tcsetattr(fd, when, &t) < 0 { throw failure() }
            return .none
        }
        m.function("tcsendbreak", "(fd, duration, /)") { a throws(Raise) in if Glibc.tcsendbreak(try IO.descriptor(a[0]), Int32(try TextArguments.cInt(a[1]))) < 0 { throw failure() }; return .none }
        m.function("tcdrain", "(fd, /)") { a throws(Raise) in
            let fd = try IO.descriptor(a[0])
            if InterpreterLock.blocking({ Glibc.tcdrain(fd) }) < 0 { throw failure() }
            return .none
        }
        m.function("tcflush", "(fd, queue, /)") { a throws(Raise) in if Glibc.tcflush(try IO.descriptor(a[0]), Int32(try TextArguments.cInt(a[1]))) < 0 { throw failure() }; return .none }
        m.function("tcflow", "(fd, action, /)") { a throws(Raise) in if Glibc.tcflow(try IO.descriptor(a[0]), Int32(try TextArguments.cInt(a[1]))) < 0 { throw failure() }; return .none }
        m.function("tcgetwinsize", "(fd, /)") { a throws(Raise) in
            var w = winsize()
            if dx_ioctl_pointer(try IO.descriptor(a[0]), 0x5413, &w) < 0 { throw failure() }
            return TupleRef.make(Value(int: Int(w.ws_row)), Value(int: Int(w.ws_col)))
        }
        m.function("tcsetwinsize", "(fd, winsize, /)") { a throws(Raise) in
            let t = TupleRef(try Operations.tuple(a[1]))
            if t.count != 2 { throw Errors.typeError("tcsetwinsize, arg 2: must be a two-item sequence") }
            var w = winsize()
            w.ws_row = UInt16(truncatingIfNeeded: try Operations.index(t[0])); w.ws_col = UInt16(truncatingIfNeeded: try Operations.index(t[1]))
            if dx_ioctl_pointer(try IO.descriptor(a[0]), 0x5414, &w) < 0 { throw failure() }
            return .none
        }
    }
}
