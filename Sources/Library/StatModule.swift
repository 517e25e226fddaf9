import Runtime

/// `_stat`: file modes. (Modules/_stat.c)
extension NativeModule {
    public static let stat = NativeModule("_stat") { m throws(Raise) in
        for (n, v) in [("S_IFDIR", 0o040000), ("S_IFCHR", 0o020000), ("S_IFBLK", 0o060000), ("S_IFREG", 0o100000), ("S_IFIFO", 0o010000), ("S_IFLNK", 0o120000), ("S_IFSOCK", 0o140000), ("S_IFDOOR", 0), ("S_IFPORT", 0), ("S_IFWHT", 0),
            ("S_ISUID", 0o4000), ("S_ISGID", 0o2000), ("S_ISVTX", 0o1000), ("S_ENFMT", 0o2000), ("S_IREAD", 0o400), ("S_IWRITE", 0o200), ("S_IEXEC", 0o100), ("S_IRWXU", 0o700), ("S_IRUSR", 0o400), ("S_IWUSR", 0o200), ("S_IXUSR", 0o100),
            ("S_IRWXG", 0o070), ("S_IRGRP", 0o040), ("S_IWGRP", 0o020), ("S_IXGRP", 0o010), ("S_IRWXO", 0o007), ("S_IROTH", 0o004), ("S_IWOTH", 0o002), ("S_IXOTH", 0o001),
            ("UF_SETTABLE", 0xffff), ("UF_NODUMP", 1), ("UF_IMMUTABLE", 2), ("UF_APPEND", 4), ("UF_OPAQUE", 8), ("UF_NOUNLINK", 16), ("UF_COMPRESSED", 32), ("UF_TRACKED", 64), ("UF_DATAVAULT", 128), ("UF_HIDDEN", 0x8000),
            ("SF_SETTABLE", 0x3fff0000), ("SF_ARCHIVED", 0x10000), ("SF_IMMUTABLE", 0x20000), ("SF_APPEND", 0x40000), ("SF_NOUNLINK", 0x100000), ("SF_SNAPSHOT", 0x200000), ("SF_FIRMLINK", 0x800000), ("SF_DATALESS", 0x40000000),
            ("ST_MODE", 0), ("ST_INO", 1), ("ST_DEV", 2), ("ST_NLINK", 3), ("ST_UID", 4), ("ST_GID", 5), ("ST_SIZE", 6), ("ST_ATIME", 7), ("ST_MTIME", 8), ("ST_CTIME", 9)] { m.int(n, v) }
        func mode(_ v: Value) throws(Raise) -> Int {
            let n = try Operations.index(v)
            if n < 0 { throw Errors.overflowError("can't convert negative value to unsigned int") }
            if n > 0xffff_ffff { throw Errors.overflowError("mode out of range") }
            return n
        }
        for (name, bits) in [("S_ISDIR", 0o040000), ("S_ISCHR", 0o020000), ("S_ISBLK", 0o060000), ("S_ISREG", 0o100000), ("S_ISFIFO", 0o010000), ("S_ISLNK", 0o120000), ("S_ISSOCK", 0o140000), ("S_ISDOOR", -1), ("S_ISPORT", -1), ("S_ISWHT", -1)] as [(StaticString, Int)] {
            m.function(name, "(mode, /)") { a throws(Raise) in Value(bool: try mode(a[0]) & 0o170000 == bits) }
        }
        m.function("S_IMODE", "(mode, /)") { a throws(Raise) in Value(int: try mode(a[0]) & 0o7777) }
        m.function("S_IFMT", "(mode, /)") { a throws(Raise) in Value(int: try mode(a[0]) & 0o170000) }
        m.function("filemode", "(mode, /)") { a throws(Raise) in
            let n = try mode(a[0])
            let kinds: [Int: String] = [0o100000: "-", 0o040000: "d", 0o120000: "l", 0o060000: "b", 0o020000: "c", 0o010000: "p", 0o140000: "s"]
            var s = kinds[n & 0o170000] ?? "?"
            for (shift, special, letter) in [(6, 0o4000, "s"), (3, 0o2000, "s"), (0, 0o1000, "t")] {
                let p = n >> shift & 7
                s += p & 4 != 0 ? "r" : "-"
                s += p & 2 != 0 ? "w" : "-"
                s += n & special != 0 ? (p & 1 != 0 ? letter : letter.uppercased()) : p & 1 != 0 ? "x" : "-"
            }
            return StrRef.make(s)
        }
    }
}
