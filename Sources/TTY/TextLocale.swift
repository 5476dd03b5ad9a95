import Glibc

/// The locale, as far as curses needs one: how wide characters are and which bytes they become.
enum TextLocale {
  /// The problem, if neither the environment's locale nor C.UTF-8 instead of none has UTF-8. The first use selects the
  /// locale, once, because others may be reading it later.
  static let problem = select()

  private static func select() -> TerminalError? {
    let name = unsafe setlocale(LC_CTYPE, "").map { unsafe String(cString: $0) }
    if isUTF8 { return nil }
    // A locale that is not installed counts as none: names travel over SSH to machines that lack them.
    guard name == nil || name == "C" || name == "POSIX" else { return .localeWithoutUTF8(name ?? "") }
    for candidate in ["C.UTF-8", "C.utf8", "en_US.UTF-8"] where unsafe setlocale(LC_CTYPE, candidate) != nil {
      if isUTF8 { return nil }
    }
    return .localeWithoutUTF8(name ?? "C")
  }

  private static var isUTF8: Bool {
    unsafe nl_langinfo(nl_item(CODESET)).map { unsafe String(cString: $0) } == "UTF-8"
  }
}

extension Terminal {
  /// Why no locale with UTF-8 can be had, whatever the terminal is.
  package static var localeProblem: TerminalError? { TextLocale.problem }
}
