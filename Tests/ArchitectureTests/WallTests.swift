import Testing

private let foundation = ["Foundation", "FoundationEssentials"]
private let system = ["Dispatch", "Glibc", "Synchronization"]

/// What each Swift module may import beside Swift itself. SwiftPM holds a module to the targets it declares; this table
/// holds it to the system's modules as well, which the compiler lets anybody import.
private let mayImport = [
  "Screen": [],
  "Gemini": [],
  "Markdown": ["CMark", "Screen", "Synchronization"],
  "Differences": ["Gemini", "Markdown"],
  "Core": ["Differences", "Gemini", "Markdown", "Screen"],
  "Views": ["Core", "Gemini", "Markdown", "Screen"],
  "TTY": ["CNcurses", "Screen"] + system,
  "HTTP": ["CCurl"] + system,
  "Processes": ["CSpawn", "Glibc", "Synchronization"],
  "Images": ["CChafa", "CPng", "CSixel", "CTurboJPEG", "CWebP", "Glibc", "Screen", "Synchronization"] + foundation,
  "Store": ["Core", "Crypto", "GRDB", "Gemini", "Glibc", "Synchronization"] + foundation,
  "Simulator": ["FlyingFox", "FlyingSocks", "Gemini", "Synchronization"] + foundation,
  "App": ["Core", "Gemini", "HTTP", "Images", "Markdown", "Processes", "Screen", "Simulator", "Store", "TTY", "Views"]
    + ["ArgumentParser", "CMalloc"] + foundation + system,
  "gemstudio": ["App"],
]

/// Modules of values and functions: the same arguments give the same result, and nothing outside is touched.
private let pureModules: Set = ["Core", "Differences", "Gemini", "Markdown", "Screen", "Views"]

/// The files of `Sources` in which the word `unsafe` may stand. An entry with a slash at the end is a whole folder.
private let mayBeUnsafe = [
  "Sources/App/Attach/UnixSocket.swift",
  "Sources/App/Commands/Headless.swift",
  "Sources/App/Commands/SystemText.swift",
  "Sources/App/Clock.swift",
  "Sources/App/Descriptors.swift",
  "Sources/App/Mailbox.swift",
  "Sources/App/PrivateFile.swift",
  "Sources/App/SettingsWatch.swift",
  "Sources/App/ShellCommand.swift",
  "Sources/App/TaskQueue.swift",
  "Sources/HTTP/CurlLoop.swift",
  "Sources/HTTP/EasyHandle.swift",
  "Sources/HTTP/MultiHandle.swift",
  "Sources/Images/CharacterArt.swift",
  "Sources/Images/Descriptor.swift",
  "Sources/Images/JPEG.swift",
  "Sources/Images/PNG.swift",
  "Sources/Images/ProcessLimits.swift",
  "Sources/Images/SixelEncoder.swift",
  "Sources/Images/WebP.swift",
  "Sources/Markdown/CommonMark.swift",
  "Sources/Processes/Spawn.swift",
  "Sources/Processes/Subprocess.swift",
  "Sources/Store/SystemFile.swift",
  "Sources/TTY/Curses.swift",
  "Sources/TTY/Device.swift",
  "Sources/TTY/Rescue.swift",
  "Sources/TTY/SecretLine.swift",
  "Sources/TTY/SignalActions.swift",
  "Sources/TTY/Signals.swift",
  "Sources/TTY/TextLocale.swift",
]

@Suite("The walls between the modules")
struct WallTests {
  @Test("Every module is a C module or has a row in the table of imports")
  func everyModuleIsKnown() {
    #expect(!Checkout.modules.isEmpty)
    let unknown = Checkout.modules.filter { mayImport[$0] == nil && !isCModule($0) }
    #expect(unknown.isEmpty, "No row in mayImport for \(unknown)")
  }

  @Test("A module imports only what its row allows")
  func imports() {
    let forbidden = sources.flatMap { file in
      let allowed = mayImport[file.module ?? ""] ?? []
      return file.imports.filter { !allowed.contains($0.module) }.map { file.place($0.line) }
    }
    #expect(forbidden.isEmpty, "\(list(forbidden))")
  }

  @Test("Pure modules print nothing, touch no file, ask no clock and make no random id")
  func purity() {
    let calls =
      /\b(print\(|FileManager\b|ProcessInfo\b|Date\(\)|Date\.now\b|(Continuous|Suspending)Clock(\(\))?\.now\b|UUID\(\))/
    let findings = sources.filter { pureModules.contains($0.module ?? "") }
      .flatMap { $0.findings(of: calls, in: $0.code) }
    #expect(findings.isEmpty, "\(list(findings))")
  }

  @Test("Unsafe code stands in the listed files alone")
  func unsafeCode() {
    let files = Set(sources.filter { !unsafeLines($0).isEmpty }.map(\.path))
    let unlisted = files.filter { path in !mayBeUnsafe.contains { covers($0, path) } }
    #expect(unlisted.isEmpty, "Not in mayBeUnsafe:\n\(list(unlisted.sorted()))")
  }

  @Test("The list of unsafe files names none that is safe by now")
  func unsafeListIsCurrent() {
    let stale = mayBeUnsafe.filter { entry in
      let files = sources.filter { covers(entry, $0.path) }
      return !files.isEmpty && files.allSatisfy { unsafeLines($0).isEmpty }
    }
    #expect(stale.isEmpty, "Without unsafe code, but in mayBeUnsafe:\n\(list(stale))")
  }

  @Test("A C module is a module map and its headers")
  func cModules() {
    let others = Checkout.modules.filter(isCModule).flatMap { module in
      Checkout.names(in: "Sources/\(module)").filter { $0 != "module.modulemap" && !$0.hasSuffix(".h") }
        .map { "Sources/\(module)/\($0)" }
    }
    #expect(others.isEmpty, "\(list(others))")
  }

  private let sources = Checkout.swiftFiles.filter { $0.module != nil }

  private func isCModule(_ name: String) -> Bool {
    Checkout.names(in: "Sources/\(name)").contains("module.modulemap")
  }

  private func unsafeLines(_ file: TextFile) -> [String] {
    file.findings(of: /\bunsafe\b/, in: file.code)
  }

  private func covers(_ entry: String, _ path: String) -> Bool {
    entry.hasSuffix("/") ? path.hasPrefix(entry) : path == entry
  }
}

extension TextFile {
  /// The imported modules, each with the index of its line.
  fileprivate var imports: [(line: Int, module: String)] {
    let statement = /^\s*(@\w+(\(\w+\))?\s+)*((package|internal|fileprivate|private|public)\s+)?import\s+(?<rest>.+)/
    let kinds: Set = ["actor", "class", "enum", "func", "let", "protocol", "struct", "typealias", "var"]
    return code.enumerated().compactMap { line, code in
      guard let rest = try? statement.prefixMatch(in: code)?.output.rest else { return nil }
      let words = rest.split(whereSeparator: { $0 == " " || $0 == "." }).map(String.init)
      return words.first { !kinds.contains($0) }.map { (line, $0) }
    }
  }
}
