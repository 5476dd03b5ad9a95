import Glibc

/// The locale, as far as curses needs one: how wide characters are and which bytes they become.
enum TextLocale {
  /// The problem, if neither the environment's locale nor C.UTF-8 instead of none has UTF-8. The first use selects the
  /// locale, once, because others may be reading it later.
  static let problem = select()

  private static func select() -> TerminalError? {
    let name = unsafe setlocale(LC_CTYPE, "").map { unsafe String(cString: $0) } ?? asked
    if isUTF8 { return nil }
    // Names travel over SSH to machines that lack them: one that is not installed is taken at its word.
    guard name == "C" || name == "POSIX" || saysUTF8(name) else { return .localeWithoutUTF8(name) }
    for candidate in ["C.UTF-8", "C.utf8", "en_US.UTF-8"] where unsafe setlocale(LC_CTYPE, candidate) != nil {
      if isUTF8 { return nil }
    }
    return .localeWithoutUTF8(name)
  }

  /// The locale that the environment asks for, whether it is installed or not.
  private static var asked: String {
    let names: [String] = ["LC_ALL", "LC_CTYPE", "LANG"]
    let values = names.compactMap { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
    return values.first { !$0.isEmpty } ?? "C"
  }

  /// True for a name such as `de_DE.UTF-8`, or `UTF-8` alone as macOS sends it.
  static func saysUTF8(_ name: String) -> Bool {
    let codeset = name.split(separator: "@").first?.split(separator: ".").last ?? ""
    return ["utf-8", "utf8"].contains(codeset.lowercased())
  }

  private static var isUTF8: Bool {
    unsafe nl_langinfo(nl_item(CODESET)).map { unsafe String(cString: $0) } == "UTF-8"
  }
}

extension Terminal {
  /// Why no locale with UTF-8 can be had, whatever the terminal is.
  package static var localeProblem: TerminalError? { TextLocale.problem }
}
