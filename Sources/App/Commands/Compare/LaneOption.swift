import Core
import Gemini

/// One `-m MODEL[,field=value...]` of `compare`: a lane.
/// - Source: product.md section 8.
struct LaneOption: Hashable, Sendable {
  /// An alias or an id.
  let model: String
  private(set) var settings: [SetOption] = []
  /// `nil` shares that of all lanes.
  private(set) var system: String?

  /// - Throws: a sentence that names the lane and what is wrong with it.
  init(_ text: String) throws(CommandError) {
    let pieces = Self.pieces(text)
    model = pieces[0]
    guard !model.isEmpty else {
      throw CommandError("-m \"\(text)\" names no model: it is MODEL or MODEL,FIELD=VALUE, such as flash,topK=1.")
    }
    for piece in pieces.dropFirst() {
      let name = "systemInstruction="
      if piece.hasPrefix(name) {
        let words = String(piece.dropFirst(name.count))
        system = (try? JSON(parsing: words))?.string ?? words
        continue
      }
      do throws(CommandError) { settings.append(try SetOption(piece)) } catch {
        throw CommandError("-m \"\(text)\" cannot be taken. \(error.sentence)")
      }
    }
  }

  /// The text between commas that stand in no brackets, braces or quotes.
  private static func pieces(_ text: String) -> [String] {
    var pieces = [""]
    var (depth, isQuoted, isEscaped) = (0, false, false)
    for character in text {
      switch character {
      case "," where depth == 0 && !isQuoted:
        pieces.append("")
        continue
      case "\"" where !isEscaped: isQuoted.toggle()
      case "[" where !isQuoted, "{" where !isQuoted: depth += 1
      case "]" where !isQuoted, "}" where !isQuoted: depth = max(0, depth - 1)
      default: break
      }
      isEscaped = isQuoted && character == "\\" && !isEscaped
      pieces[pieces.count - 1].append(character)
    }
    return pieces
  }

  /// What one request of this lane is asked with: its own settings go over those of all lanes.
  func turnOptions(_ shared: TurnOptions) -> TurnOptions {
    var options = shared
    options.model = model
    options.settings += settings
    options.system = system ?? shared.system
    if settings.contains(where: { $0.field.path.hasPrefix("thinkingConfig") }) { options.thinking = nil }
    return options
  }
}
