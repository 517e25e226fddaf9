/// A reference that costs no reference counting, to something that is kept alive elsewhere. `_withUnsafeGuaranteedRef` does not
/// forward typed throws, so the outcome is carried out by hand.
struct Borrowed<T: AnyObject> {
    let reference: Unmanaged<T>
    @inline(__always) init(_ t: T) { reference = .passUnretained(t) }
    @inline(__always) init(bits: UInt64) { reference = .fromOpaque(UnsafeRawPointer(bitPattern: UInt(bits)).unsafelyUnwrapped) }
    var object: T { reference.takeUnretainedValue() }
    @inline(__always) func with<R>(_ body: (T) throws(Raise) -> R) throws(Raise) -> R {
        var out: Result<R, Raise> = .failure(Raise(.exception))
        reference._withUnsafeGuaranteedRef { t in do throws(Raise) { out = .success(try body(t)) } catch { out = .failure(error) } }
        switch out { case .success(let r): return r; case .failure(let e): throw e }
    }
    @inline(__always) func read<R>(_ body: (T) -> R) -> R { reference._withUnsafeGuaranteedRef { body($0) } }
}
