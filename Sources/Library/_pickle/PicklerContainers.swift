import Glibc
import Runtime

/// Containers. Elements are read afresh each time: saving one may run Python code.
extension Pickler {
    func saveTuple(_ v: Value) throws(Raise) {
        let t = TupleRef(v), n = t.count
        if n == 0 {
            if proto > 0 { out.write(0x29) } else { out.write("(t") }
            return
        }
        let small = n <= 3 && proto >= 2
        if !small { out.write(0x28) }
        for i in 0..<n {
            do throws(Raise) { try save(t[i]) } catch { throw noted(error, "when serializing \(PickleModule.name(v)) item \(i)") }
        }
        // Saving the items may have saved the tuple itself: then it is recursive, and what is on the stack is dropped.
        let known = out.memo(v)
        if known >= 0 {
            if small { for _ in 0..<n { out.write(0x30) } }
            else if proto > 0 { out.write(0x31) }
            else { for _ in 0...n { out.write(0x30) } }
            get(known)
            return
        }
        if small { out.write(0x84 + UInt8(n)) } else { out.write(0x74) }
        memoize(v)
    }
    func saveList(_ v: Value) throws(Raise) {
        if proto > 0 { out.write(0x5D) } else { out.write("(l") }
        memoize(v)
        let l = ListRef(v)
        if l.count == 0 { return }
        if proto == 0 { try appends(try Operations.iterate(v), v); return }
        func item(_ i: Int) throws(Raise) {
            do throws(Raise) { try save(l[i]) } catch { throw noted(error, "when serializing \(PickleModule.name(v)) item \(i)") }
        }
        if l.count == 1 { try item(0); out.write(0x61); return }
        var total = 0
        repeat {
            out.write(0x28)
            var n = 0
            while total < l.count {
                try item(total)
                total += 1; n += 1
                if n == Pickler.batch { break }
            }
            out.write(0x65)
        } while total < l.count
    }
    /// The items of an iterator as APPEND or APPENDS for OBJECT.
    func appends(_ it: Value, _ object: Value) throws(Raise) {
        var total = 0
        func item(_ x: Value) throws(Raise) {
            do throws(Raise) { try save(x) } catch { throw noted(error, "when serializing \(PickleModule.name(object)) item \(total)") }
            total += 1
        }
        if proto == 0 {
            while let x = try Operations.next(it) { try item(x); out.write(0x61) }
            return
        }
        var n = 0
        repeat {
            guard let first = try Operations.next(it) else { return }
            guard var x = try Operations.next(it) else { try item(first); out.write(0x61); return }
            out.write(0x28)
            try item(first)
            n = 1
            while true {
                try item(x)
                n += 1
                if n == Pickler.batch { break }
                guard let more = try Operations.next(it) else { break }
                x = more
            }
            out.write(0x65)
        } while n == Pickler.batch
    }
    private func pair(_ k: Value, _ x: Value, _ object: Value) throws(Raise) {
        try save(k)
        do throws(Raise) { try save(x) } catch {
            // The key's repr must not disturb the exception on its way.
            if !error.isExceptionKind { throw error }
            let e = Errors.take(), text = Operations.reprText(k)
            throw noted(Errors.raise(e), "when serializing \(PickleModule.name(object)) item \(text)")
        }
    }
    func saveDict(_ v: Value) throws(Raise) {
        if proto > 0 { out.write(0x7D) } else { out.write("(d") }
        memoize(v)
        let d = DictRef(v)
        if d.count == 0 { return }
        if proto == 0 {
            try setItems(try Operations.iterate(try Call.call(try Operations.getAttribute(v, PickleNames.items))), v)
            return
        }
        var i = -1
        if d.count == 1 {
            _ = d.next(&i)
            try pair(d.key(i), d.valueAt(i), v)
            out.write(0x73)
            return
        }
        let size = d.count
        var n = 0
        repeat {
            n = 0
            out.write(0x28)
            while d.next(&i) {
                try pair(d.key(i), d.valueAt(i), v)
                n += 1
                if n == Pickler.batch { break }
            }
            out.write(0x75)
            if d.count != size { throw Errors.runtimeError("dictionary changed size during iteration") }
        } while n == Pickler.batch
    }
    /// The pairs of an iterator as SETITEM or SETITEMS for OBJECT.
    func setItems(_ it: Value, _ object: Value) throws(Raise) {
        func item(_ x: Value) throws(Raise) {
            guard x.isTuple, TupleRef(x).count == 2 else { throw Errors.typeError("dict items iterator must return 2-tuples") }
            try pair(TupleRef(x)[0], TupleRef(x)[1], object)
        }
        if proto == 0 {
            while let x = try Operations.next(it) { try item(x); out.write(0x73) }
            return
        }
        var n = 0
        repeat {
            guard let first = try Operations.next(it) else { return }
            guard first.isTuple, TupleRef(first).count == 2 else { throw Errors.typeError("dict items iterator must return 2-tuples") }
            guard var x = try Operations.next(it) else { try item(first); out.write(0x73); return }
            out.write(0x28)
            try item(first)
            n = 1
            while true {
                try item(x)
                n += 1
                if n == Pickler.batch { break }
                guard let more = try Operations.next(it) else { break }
                x = more
            }
            out.write(0x75)
        } while n == Pickler.batch
    }
    private func element(_ x: Value, _ v: Value) throws(Raise) {
        do throws(Raise) { try save(x) } catch { throw noted(error, "when serializing \(PickleModule.name(v)) element") }
    }
    func saveSet(_ v: Value) throws(Raise) {
        if proto < 4 {
            try saveReduce(TupleRef.make(Types.set.value, TupleRef.make(try Operations.list(v).value)), v)
            return
        }
        out.write(0x8F)
        memoize(v)
        let size = SetRef(v).count
        if size == 0 { return }
        let it = try Operations.iterate(v)
        var n = 0
        repeat {
            n = 0
            out.write(0x28)
            while let x = try Operations.next(it) {
                try element(x, v)
                n += 1
                if n == Pickler.batch { break }
            }
            out.write(0x90)
            if SetRef(v).count != size { throw Errors.runtimeError("set changed size during iteration") }
        } while n == Pickler.batch
    }
    func saveFrozenset(_ v: Value) throws(Raise) {
        if proto < 4 {
            try saveReduce(TupleRef.make(Types.frozenset.value, TupleRef.make(try Operations.list(v).value)), v)
            return
        }
        out.write(0x28)
        let it = try Operations.iterate(v)
        while let x = try Operations.next(it) { try element(x, v) }
        let known = out.memo(v)
        if known >= 0 { out.write(0x31); get(known); return }
        out.write(0x91)
        memoize(v)
    }
}
