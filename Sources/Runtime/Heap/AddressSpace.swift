import CSupport
import Glibc

/// How much address space and memory the process may take, and how it is shared out.
///
/// The heap, the value stacks and the main thread's native stack are ranges reserved once and committed by use. Without a limit on
/// address space they are generous; under one (`ulimit -v`, RLIMIT_AS) they get fixed shares of what is left, so that the process
/// starts and native code still finds memory of its own. `memory` is what objects may really take: the machine's memory, or the
/// share of the address space. Beyond it MemoryError is raised rather than waiting for the system to end the process.
public enum AddressSpace {
    nonisolated(unsafe) static var heap = 1 << 37, stack = 8 << 30, values = 1 << 30
    /// Bytes that objects may take.
    nonisolated(unsafe) static var memory = 1 << 36
    nonisolated(unsafe) private static var isPlanned = false

    static func plan() {
        if isPlanned { return }
        isPlanned = true
        let page = sysconf(Int32(_SC_PAGESIZE))
        let physical = sysconf(Int32(_SC_PHYS_PAGES)) * page
        var group = Int.max
        for p in ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"] { if let n = number(p) { group = min(group, n) } }
        memory = min(physical, group)
        memory -= memory >> 4
        // Private writable mappings count for both limits.
        var cap = UInt.max
        for l in [RLIMIT_AS, RLIMIT_DATA] { var r = rlimit(); if getrlimit(Int32(l.rawValue), &r) == 0 { cap = min(cap, UInt(r.rlim_cur)) } }
        if cap < UInt(heap + stack + values + 1 << 34) { share(cap, (number("/proc/self/statm") ?? 0) * page) }
    }
    /// The ranges under a limit of CAP bytes when other things take OTHER.
    private static func share(_ cap: UInt, _ other: Int) {
        let left = max(64 << 20, Int(cap) - other - 48 << 20)
        heap = (left / 2) & ~(Heap.blockSize - 1)
        stack = max(4 << 20, min(stack, left >> 3)) & ~65535
        values = max(1 << 20, min(values, left >> 5)) & ~65535
        memory = min(memory, heap - heap >> 3)
    }
    /// Before the program limits its address space or data to CAP bytes: what was reserved beyond the shares that this leaves is given
    /// up, or nothing could be mapped any more.
    public static func limit(to cap: UInt) {
        let was = (heap: heap, stack: stack, values: values)
        let metadata = was.heap / Heap.granule / 8 * 3 + was.heap >> 12
        let other = (number("/proc/self/statm") ?? 0) * 4096 - was.heap - was.stack - was.values - metadata
        if cap >= UInt(was.heap + was.stack + was.values + metadata + max(0, other)) { return }
        share(cap, max(0, other))
        func drop(_ start: UInt, _ from: Int, _ to: Int) {
            let low = (start + UInt(max(from, 0)) + 65535) & ~65535, high = (start + UInt(to)) & ~4095
            if low < high { munmap(UnsafeMutableRawPointer(bitPattern: low), Int(high - low)) }
        }
        heap = min(was.heap, max(heap, (Heap.blockCount + 64) << Heap.blockShift))
        drop(Heap.base, heap, was.heap)
        drop(UInt(bitPattern: Heap.marks), heap / Heap.granule / 8, was.heap / Heap.granule / 8)
        drop(UInt(bitPattern: Heap.pins), heap / Heap.granule / 8, was.heap / Heap.granule / 8)
        drop(UInt(bitPattern: Mature.marks), heap / Heap.granule / 8, was.heap / Heap.granule / 8)
        drop(UInt(bitPattern: Heap.blocks), heap >> Heap.blockShift * 16, was.heap >> Heap.blockShift * 16)
        memory = min(memory, heap - heap >> 3)
        BlockPool.start(again: true)
        guard Interrupts.isMainThread, let t = Interrupts.mainThread, let bottom = t.pointee.stackBottom, let low = t.pointee.valueStack else { stack = was.stack; values = was.values; return }
        let frames = UnsafeMutableRawPointer(t.pointee.frame.next) - UnsafeMutableRawPointer(low)
        values = min(was.values, max(values, frames + 1 << 20))
        drop(UInt(bitPattern: low), values, was.values)
        t.pointee.valueStackEnd = low + (values >> 3 - 4096)
        let depth = Int(UInt(bitPattern: bottom) - UInt(bitPattern: dx_frame_address()))
        stack = min(was.stack, max(stack, depth + 4 << 20))
        drop(UInt(bitPattern: bottom) - UInt(was.stack), 65536, was.stack - stack)
        t.pointee.stackLimit = max(t.pointee.stackLimit, UInt(bitPattern: bottom) - UInt(stack) + (256 << 10))
    }
    /// The first number in a file; nil if there is none (`max`) or no such file.
    private static func number(_ path: String) -> Int? {
        let fd = open(path, O_RDONLY | O_CLOEXEC)
        if fd < 0 { return nil }
        defer { close(fd) }
        var b = (UInt64(0), UInt64(0), UInt64(0), UInt64(0)), v = 0, any = false
        let n = withUnsafeMutableBytes(of: &b) { read(fd, $0.baseAddress, 31) }
        withUnsafeBytes(of: &b) { for i in 0..<max(0, n) { let c = Int($0[i]) - 48; if c < 0 || c > 9 || v > Int.max / 16 { break }; v = v * 10 + c; any = true } }
        return any ? v : nil
    }
    /// A range of N bytes, zero, committed as used; nil if the system refuses.
    static func reserve(_ n: Int) -> UnsafeMutableRawPointer? {
        let p = mmap(nil, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        return p == MAP_FAILED ? nil : p
    }
}
