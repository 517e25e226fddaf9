// swift-tools-version: 5.9
import Foundation
import PackageDescription

/// How often each branch is taken (tools/profile), for the toolchains that can read it. Nothing but speed depends on it, and a profile that is
/// older than the code still serves what did not change.
let profile = Context.packageDirectory + "/tools/profile.profdata"
#if compiler(>=6.3)
let isGuided = FileManager.default.fileExists(atPath: profile) && Context.environment["DXPY_NO_PROFILE"] == nil
#else
let isGuided = false
#endif
/// (The compiler keeps objects whose code did not change: the size, in the flags that debug information stores, is a change.)
let profileSize = (try? FileManager.default.attributesOfItem(atPath: profile))?[.size] as? Int ?? 0
let guided: [SwiftSetting] = isGuided ? [.unsafeFlags(["-Xfrontend", "-ir-profile-use=\(profile)", "-Xllvm", "-no-pgo-warn-mismatch",
                                                      // (Sections keep their names: tools/link-order.txt knows them.)
                                                      "-Xllvm", "-profile-guided-section-prefix=false",
                                                      "-Xfrontend", "-debug-info-store-invocation", "-DPROFILE_\(profileSize)"], .when(configuration: .release))] : []

/// Modules that are trusted with unsafe memory: no bounds or overflow traps, one unit of optimization.
/// No frame pointers: a register more, and two instructions less in each function (as the last word to the C compiler that is asked, since the
/// package manager wants them).
let fast: [SwiftSetting] = [.unsafeFlags(["-enforce-exclusivity=unchecked"]),
                            .unsafeFlags(["-Ounchecked", "-wmo", "-Xfrontend", "-function-sections", "-Xcc", "-Xclang", "-Xcc", "-mframe-pointer=none"], .when(configuration: .release))] + guided
/// The runtime's own: no guards in stack frames; loops over a handful of slots stay loops instead of becoming calls of memset.
let runtime: [SwiftSetting] = fast + [.unsafeFlags(["-Xfrontend", "-disable-stack-protector"]),
                                      .unsafeFlags(["-Xllvm", "-disable-loop-idiom-memset", "-Xllvm", "-disable-loop-idiom-memcpy"], .when(configuration: .release)),
                                      // Nodes that differ in an operator only stay functions of their own: merged, they would decide at run time.
                                      .unsafeFlags(["-Xllvm", "-swiftmergefunc-threshold=0"], .when(configuration: .release))]
/// Modules that read what strangers wrote keep their checks.
let checked: [SwiftSetting] = [.unsafeFlags(["-enforce-exclusivity=unchecked"]), .unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release))]

let package = Package(
    name: "dxpy",
    products: [.executable(name: "dxpy", targets: ["dxpy"])],
    targets: [
        .target(name: "CSupport", cSettings: [.unsafeFlags(["-O2"]), .unsafeFlags(["-ffunction-sections"], .when(configuration: .release))],
                // (Released with its own GMP, zlib and, below, unwinder: libraries less to map and to look for names in at start.)
                linkerSettings: [.linkedLibrary("m"), .linkedLibrary("z", .when(configuration: .debug)), .linkedLibrary("gmp", .when(configuration: .debug)),
                                 .unsafeFlags(["-Xlinker", "-l:libgmp.a", "-Xlinker", "-l:libz.a"], .when(configuration: .release))]),
        .target(name: "Primitives", dependencies: ["CSupport"], swiftSettings: fast + [.enableExperimentalFeature("BuiltinModule")]),
        .target(name: "Syntax", dependencies: ["Primitives"], swiftSettings: checked + guided),
        .target(name: "Regex", dependencies: ["Primitives"], swiftSettings: fast),
        .target(name: "TraceIR", swiftSettings: fast),
        .target(name: "TraceCompiler", dependencies: ["TraceIR", "CSupport"], swiftSettings: fast),
        .target(name: "Runtime", dependencies: ["CSupport", "Primitives", "Syntax", "TraceIR", "TraceCompiler"], swiftSettings: runtime),
        .target(name: "Library", dependencies: ["Runtime", "Regex"], swiftSettings: fast),
        // At a fixed address: nothing in it has to be relocated at start. What a start runs lies together (tools/link-order).
        // `tools/link` puts in what the Swift runtime needs of the C++ library.
        .executableTarget(name: "dxpy", dependencies: ["Runtime", "Library"], swiftSettings: fast, linkerSettings: [.unsafeFlags(["-L\(Context.packageDirectory)/tools/link", "-Xclang-linker", "-no-pie", "-Xclang-linker", "-static-libgcc", "-use-ld=gold", "-Xlinker", "--no-export-dynamic", "-Xlinker", "--section-ordering-file=\(Context.packageDirectory)/tools/link-order.txt"], .when(configuration: .release))]),
        // Prints the tree of a file in the form of `ast.dump`, for comparing with the reference implementation.
        .executableTarget(name: "syntax-check", dependencies: ["Syntax"], swiftSettings: checked),
        .testTarget(name: "SyntaxTests", dependencies: ["Syntax"], swiftSettings: checked),
        .testTarget(name: "PrimitivesTests", dependencies: ["Primitives"], swiftSettings: checked),
        .testTarget(name: "RegexTests", dependencies: ["Regex"], swiftSettings: checked),
        .testTarget(name: "TraceTests", dependencies: ["TraceIR", "TraceCompiler"], swiftSettings: checked),
        .testTarget(name: "RuntimeTests", dependencies: ["Runtime", "Library"], swiftSettings: checked),
    ],
    swiftLanguageVersions: [.v5]
)
