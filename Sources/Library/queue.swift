import CSupport
import Glibc
import Runtime

/// `_queue.SimpleQueue`: words 2 raw semaphore that counts the items, 3 a list of items, 4 where the first one lies in it (a tagged int).
enum SimpleQueue {
    nonisolated(unsafe) static var type = TypeRef()
    private static func put(_ q: Ref, _ v: Value) { ListRef(q.value(3)).append(v); sem_post(Semaphore.of(q)) }
    private static func pop(_ q: Ref) -> Value {
        let l = ListRef(q.value(3)), at = q.value(4).int
        let v = l[at]
        l[at] = .none
        if at + 1 == l.count { l.truncate(0); q.set(4, Value(int: 0)) }
        else if at > 64 && at * 2 > l.count { l.resize(at: 0, removing: at + 1, inserting: 0); q.set(4, Value(int: 0)) }
        else { q.set(4, Value(int: at + 1)) }
        return v
    }
    private static func count(_ q: Ref) -> Int { ListRef(q.value(3)).count - q.value(4).int }
    static func define(_ empty: Value) {
        let t = TypeFactory.make("SimpleQueue", module: "_queue", size: 40, layout: Layout.fields(3, 5).finalizing { Semaphore.destroy($0) }, subclassable: true)
        type = t
        t.allowWeakReferences()
        t.new("($type, /)") { a throws(Raise) in
            let l = ListRef.allocate().value
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(3, l); r.initialize(4, Value(int: 0))
            Semaphore.install(r, 0)
            return Value(r)
        }
        t.method("put", "($self, /, item, block=True, timeout=None)") { a throws(Raise) in put(a[0].ref, a[1]); return .none }
        t.method("put_nowait", "($self, /, item)") { a throws(Raise) in put(a[0].ref, a[1]); return .none }
        func get(_ q: Ref, _ nanoseconds: Int) throws(Raise) -> Value {
            while true {
                if try !Semaphore.take(Semaphore.of(q), nanoseconds) { throw Errors.raise(try Call.call(empty)) }
                if count(q) > 0 { return pop(q) }
            }
        }
        t.method("get", "($self, /, block=True, timeout=None)") { a throws(Raise) in
            if try !Operations.isTrue(a[1]) { return try get(a[0].ref, 0) }
            let n = try Times.timeout(a[2], negative: "'timeout' must be a non-negative number")
            return try get(a[0].ref, n)
        }
        t.method("get_nowait", "($self, /)") { a throws(Raise) in try get(a[0].ref, 0) }
        t.method("qsize", "($self, /)") { a throws(Raise) in Value(int: count(a[0].ref)) }
        t.method("empty", "($self, /)") { a throws(Raise) in Value(bool: count(a[0].ref) == 0) }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
}
extension NativeModule {
    public static let queue = NativeModule("_queue") { m throws(Raise) in
        let d = DictRef.allocate()
        d.set(name: StrRef.intern("__module__"), StrRef.make("_queue"))
        let empty = try Call.call(Types.type.value, StrRef.make("Empty"), TupleRef.make(Types.exception.value), d.value)
        m.constant("Empty", empty)
        SimpleQueue.define(empty)
        m.type(SimpleQueue.type)
    }
}
