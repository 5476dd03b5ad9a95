import Screen

/// Lines broken anew, for vi's `gq`: each paragraph and each item of a list by itself. Headings, quotations, tables and
/// fenced code stay as they are.
struct ViReflow {
  private static let columns = 72

  private var lines: [[Character]] = []
  /// Columns of the last line, and whether it has a word.
  private var width = 0
  private var isBegun = false
  /// What the lines of a paragraph begin with, behind the first one; `nil` between paragraphs.
  private var indentation: [Character]?
  private var isCode = false

  /// - Parameter before: the text in front of it, which tells whether it begins within code.
  static func text(of old: ArraySlice<Character>, behind before: ArraySlice<Character>) -> [Character] {
    var reflow = ViReflow()
    let fences = before.split(separator: "\n").count { isFence($0.drop(while: \.isWhitespace)) }
    reflow.isCode = !fences.isMultiple(of: 2)
    for line in old.split(separator: "\n", omittingEmptySubsequences: false) { reflow.add(line) }
    return Array(reflow.lines.joined(separator: ["\n"]))
  }

  private mutating func add(_ line: ArraySlice<Character>) {
    var rest = line.drop(while: \.isWhitespace)
    let isFence = Self.isFence(rest)
    if isFence { isCode.toggle() }
    guard !isFence, !isCode, let first = rest.first, !"#>|".contains(first), !isLine(rest) else {
      lines.append(Array(line))
      indentation = nil
      return
    }
    let mark = Self.mark(of: rest)
    if indentation == nil || mark > 0 {
      let blanks = Array(line[..<rest.startIndex])
      begin(with: blanks)
      indentation = blanks + Array(repeating: " ", count: mark)
    }
    while !rest.isEmpty {
      let word = rest.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
      // Within a line blanks stay as many as they are.
      add(word, behind: word.startIndex > rest.startIndex ? Array(rest[..<word.startIndex]) : [" "])
      rest = rest[word.endIndex...]
      if rest.allSatisfy(\.isWhitespace) { break }
    }
  }

  private static func isFence(_ line: ArraySlice<Character>) -> Bool {
    line.starts(with: "```") || line.starts(with: "~~~")
  }

  /// A rule, or what makes a heading of the line above.
  private func isLine(_ text: ArraySlice<Character>) -> Bool { text.count > 2 && text.allSatisfy("-=*_ ".contains) }

  private mutating func add(_ word: ArraySlice<Character>, behind blanks: [Character]) {
    let columns = Self.width(of: word)
    if isBegun, width + Self.width(of: blanks[...]) + columns > Self.columns { begin(with: indentation ?? []) }
    let added = (isBegun ? blanks : []) + word
    lines[lines.count - 1] += added
    width += Self.width(of: added[...])
    isBegun = true
  }

  private mutating func begin(with blanks: [Character]) {
    lines.append(blanks)
    width = Self.width(of: blanks[...])
    isBegun = false
  }

  /// Columns of what an item of a list begins with; 0 for another line.
  private static func mark(of line: ArraySlice<Character>) -> Int {
    let digits = line.prefix { $0.isASCII && $0.isNumber }.count
    let signs = digits == 0 ? "-*+" : ".)"
    guard digits < 4, let sign = line.dropFirst(digits).first, signs.contains(sign),
      line.dropFirst(digits + 1).first == " "
    else { return 0 }
    return digits + 2
  }

  private static func width(of text: ArraySlice<Character>) -> Int {
    text.reduce(0) { $0 + TextWidth.columns(of: $1) }
  }
}
