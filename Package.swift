// swift-tools-version: 6.2
import PackageDescription

/// A C library of the system: a module map and a `shim.h` in `Sources/<name>`, no Swift.
func library(_ name: String, pkgConfig: String? = nil) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig)
}

/// A module of ours with its tests in `Tests/<name>Tests`. `recorded` are folders there that tests read by themselves.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency] = [], recorded: [String] = [],
  resources: [Resource] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, resources: resources),
    .testTarget(
      name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies.filter(\.isOurs) + tests,
      exclude: recorded),
  ]
}

extension Target.Dependency {
  /// True for a module of this package that Swift code may import in a test as well.
  var isOurs: Bool {
    if case .byNameItem(let name, _) = self { return !name.hasPrefix("C") || name == "Core" }
    return false
  }
}

let systemLibraries: [Target] = [
  library("CNcurses"),
  library("CSpawn"),
  library("CCurl", pkgConfig: "libcurl"),
  library("CMark", pkgConfig: "libcmark-gfm"),
  library("CMalloc"),
  library("CSixel", pkgConfig: "libsixel"),
  library("CChafa", pkgConfig: "chafa"),
  library("CPng", pkgConfig: "libpng"),
  library("CTurboJPEG", pkgConfig: "libturbojpeg"),
  library("CWebP", pkgConfig: "libwebp"),
]

let package = Package(
  name: "gemstudio",
  products: [.executable(name: "gemstudio", targets: ["gemstudio"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: systemLibraries
    // Pure: values and functions.
    + module("Screen")
    + module("Gemini", resources: [.embedInCode("Models/models.json")])
    + module("Markdown", ["Screen", "CMark"])
    + module("Differences", ["Gemini", "Markdown"], recorded: ["Pairs"])
    + module("Core", ["Differences", "Gemini", "Markdown", "Screen"])
    + module(
      "Views", ["Core", "Gemini", "Markdown", "Screen"], tests: ["App", "TTY"], recorded: ["Screens", "Themes"])
    // Edges: one library each.
    + module("TTY", ["Screen", "CNcurses"], tests: ["Core"])
    + module("HTTP", ["CCurl"])
    + module("Processes", ["CSpawn"])
    + module("Images", ["Screen", "CSixel", "CChafa", "CPng", "CTurboJPEG", "CWebP"], tests: ["PictureSupport"])
    + module(
      "Store",
      [
        "Core", "Gemini",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ], tests: ["Processes"])
    + module("Simulator", ["Gemini", .product(name: "FlyingFox", package: "FlyingFox")])
    // The program.
    + module(
      "App",
      [
        "CMalloc", "Core", "Gemini", "HTTP", "Images", "Markdown", "Processes", "Screen", "Simulator", "Store", "TTY",
        "Views",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], tests: ["gemstudio", "PictureSupport"])
    + [
      .executableTarget(name: "gemstudio", dependencies: ["App"]),
      .target(name: "TestSupport", dependencies: ["Processes"], path: "Tests/TestSupport"),
      .target(name: "PictureSupport", dependencies: ["Images", "CSixel"], path: "Tests/PictureSupport"),
      .testTarget(name: "EndToEndTests", dependencies: ["TestSupport", "gemstudio", "Gemini", "Processes"]),
      .testTarget(
        name: "ScenarioTests", dependencies: ["App", "Core", "Gemini", "Screen", "Views"], exclude: ["Scenarios"]),
      .testTarget(name: "ArchitectureTests"),
      .executableTarget(
        name: "bench",
        dependencies: [
          "App", "Core", "Differences", "Gemini", "HTTP", "Images", "PictureSupport", "Processes", "Screen", "Store",
          "TestSupport",
        ], path: "Tests/Bench"),
    ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}
