// swift-tools-version: 6.2
// Targets stand in import order: each may import only what stands above it (README, "How it is built").
import PackageDescription

/// What all our own code is held to. `Tests/run` sets WARNINGS_AS_ERRORS; a person who only builds is not
/// stopped by a warning that a later compiler has learned.
let strict: [SwiftSetting] =
    [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")]
    + (Context.environment["WARNINGS_AS_ERRORS"] == "1" ? [.treatAllWarnings(as: .error)] : [])

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")

let package = Package(
    name: "kiosk",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "kiosk", targets: ["kiosk"]),
        .executable(name: "tokenidp-sim", targets: ["tokenidp-sim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // No traits: its configuration reader would bring all of Foundation and 40 % more build time.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // Assets that are compiled in without being named in Swift.
        .executableTarget(name: "embed-folder", swiftSettings: strict),
        .plugin(
            name: "EmbedFolders", capability: .buildTool(), dependencies: ["embed-folder"], path: "Sources/EmbedFolders"
        ),

        // The device: from the pure core outwards.
        .target(
            name: "DeviceFlow", exclude: ["providers"], swiftSettings: strict, plugins: ["EmbedFolders"]),
        .target(name: "FlowTrace", dependencies: ["DeviceFlow"], swiftSettings: strict),
        .systemLibrary(name: "CQREncode", providers: [.apt(["libqrencode-dev"])]),
        .target(
            name: "KioskScreen", dependencies: ["FlowTrace", "DeviceFlow", "CQREncode"],
            exclude: ["glyphs", "home", "locales", "themes"], swiftSettings: strict, plugins: ["EmbedFolders"]),
        // What judges a sign-in: servers, scenarios, many devices at once.
        .target(
            name: "FlowBench", dependencies: ["KioskScreen", "FlowTrace", "DeviceFlow"], exclude: ["qa", "rules"],
            swiftSettings: strict, plugins: ["EmbedFolders"]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        // No pkgConfig: ncursesw.pc carries a -D flag that SwiftPM warns about at every build.
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLinux"),
        // For the program alone: it stands in for the C library's own free.
        .target(name: "CWipe"),
        .target(
            name: "KioskIO",
            dependencies: [
                "FlowBench", "KioskScreen", "FlowTrace", "DeviceFlow", "CCurl", "CCrypto", "CNcurses", "CLinux",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "kiosk", dependencies: ["KioskIO", "FlowBench", "KioskScreen", "FlowTrace", "DeviceFlow", "CWipe"],
            exclude: ["help", "manual"], swiftSettings: strict, plugins: ["EmbedFolders"]),

        // The server: shares nothing with the device but the wire.
        .target(
            name: "TokenIDPSimulator",
            dependencies: [
                hummingbird,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            exclude: ["pages", "scenarios", "simulator"], swiftSettings: strict, plugins: ["EmbedFolders"]),
        .executableTarget(
            name: "tokenidp-sim",
            dependencies: [
                "TokenIDPSimulator", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // Tests: one folder a target; a real terminal emulator and a real QR reader are test-only libraries.
        .systemLibrary(name: "CVterm", path: "Tests/CVterm", providers: [.apt(["libvterm-dev"])]),
        .systemLibrary(name: "CZbar", path: "Tests/CZbar", providers: [.apt(["libzbar-dev"])]),
        .target(
            name: "TerminalTesting", dependencies: ["CVterm", "CZbar", "CLinux"], path: "Tests/TerminalTesting",
            swiftSettings: strict),
        .executableTarget(
            name: "view-cost", dependencies: ["KioskScreen"], path: "Tests/Benchmarks/ViewCost", swiftSettings: strict,
            linkerSettings: [.linkedLibrary("m")]),
        .systemLibrary(name: "CHeap", path: "Tests/Soak/CHeap"),
        .executableTarget(
            name: "soak", dependencies: ["KioskScreen", "FlowTrace", "DeviceFlow", "CHeap"], path: "Tests/Soak/Virtual",
            swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
        .testTarget(name: "DeviceFlowTests", dependencies: ["DeviceFlow"], swiftSettings: strict),
        .testTarget(
            name: "KioskScreenTests", dependencies: ["KioskScreen", "FlowTrace", "DeviceFlow", "TerminalTesting"],
            swiftSettings: strict),
        .testTarget(name: "FlowTraceTests", dependencies: ["FlowTrace", "DeviceFlow"], swiftSettings: strict),
        .testTarget(
            name: "FlowBenchTests", dependencies: ["FlowBench", "KioskScreen", "FlowTrace", "DeviceFlow"],
            exclude: ["Recordings"], swiftSettings: strict),
        .testTarget(
            name: "KioskIOTests",
            dependencies: ["KioskIO", "FlowBench", "KioskScreen", "DeviceFlow", "CLinux", "TerminalTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "TokenIDPSimulatorTests",
            dependencies: [
                "TokenIDPSimulator", hummingbird,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["TerminalTesting", "kiosk", "tokenidp-sim"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
