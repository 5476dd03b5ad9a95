import Core
import Gemini

/// What the program's own table knows of a model, for `gemstudio models`.
/// - Source: gemini-api.md section 16.
struct ModelReport: Sendable {
  private let traits: ModelTraits
  /// Such as `2026-11-30`.
  private let today: String

  /// - Parameter now: prices and ends are those of this day.
  init(_ traits: ModelTraits, at now: Instant) {
    self.traits = traits
    today = now.day(utcOffsetSeconds: 0)
  }

  // MARK: For scripts

  /// The object that stands as `table` beside what the service says. What nobody knows is `null` or empty.
  var json: JSON {
    [
      "listed": .bool(traits.isListed),
      "aliasOf": RunReport.string(traits.target),
      "input": Self.list(traits.inputModalities),
      "output": Self.list(traits.outputModalities),
      "inputTokenLimit": Self.number(traits.inputTokenLimit),
      "outputTokenLimit": Self.number(traits.outputTokenLimit),
      "thinking": thinking,
      "aspectRatios": Self.list(traits.aspectRatios),
      "imageSizes": Self.list(traits.imageSizes),
      "maxInputImages": Self.number(traits.maxInputImages),
      "prices": .array(traits.prices.map(Self.price)),
      "priceDate": RunReport.string(traits.priceDate),
      "startDate": RunReport.string(traits.startDate),
      "endDate": RunReport.string(traits.endDate),
      "successor": RunReport.string(traits.successor),
      "stage": RunReport.string(traits.stage),
    ]
  }

  private var thinking: JSON {
    let standard = RunReport.string(traits.defaultThinking)
    switch traits.thinking {
    case .none: return ["control": "none"]
    case .fixed: return ["control": "fixed"]
    case .unknown: return ["control": "unknown"]
    case .levels(let levels): return ["control": "levels", "levels": Self.list(levels), "default": standard]
    case .budget(let range, let canBeOff):
      return [
        "control": "budget", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound),
        "canBeOff": .bool(canBeOff), "default": standard,
      ]
    }
  }

  private static func price(_ price: ModelPrice) -> JSON {
    var images = JSONObject()
    for (size, value) in price.image.sorted(by: { $0.key < $1.key }) { images[size] = .double(value) }
    func usd(_ value: Double?) -> JSON { value.map(JSON.double) ?? .null }
    return [
      "input": usd(price.input), "output": usd(price.output), "cachedInput": usd(price.cachedInput),
      "audioInput": usd(price.audioInput), "imageOutput": usd(price.imageOutput), "image": .object(images),
      "from": RunReport.string(price.from), "until": RunReport.string(price.until),
      "upToPromptTokens": number(price.upToPromptTokens),
    ]
  }

  private static func list(_ words: [String]) -> JSON { .array(words.map(JSON.string)) }
  private static func number(_ value: Int?) -> JSON { value.map(JSON.int) ?? .null }

  // MARK: For people

  /// Tokens in and out, such as `1M/64k`.
  var limitsText: String {
    guard traits.inputTokenLimit != nil || traits.outputTokenLimit != nil else { return "" }
    return [traits.inputTokenLimit, traits.outputTokenLimit].map { $0.map(Self.short) ?? "?" }.joined(separator: "/")
  }

  /// How its thinking is controlled, such as `low-high` or `512-24576, off`.
  var thinkingText: String {
    switch traits.thinking {
    case .none: return "no"
    case .fixed: return "always"
    case .unknown: return traits.thinks ? "yes" : ""
    case .levels(let levels):
      return levels.count > 2 ? "\(levels[0])-\(levels[levels.count - 1])" : levels.joined(separator: ", ")
    case .budget(let range, let canBeOff):
      return "\(max(1, range.lowerBound))-\(range.upperBound)" + (canBeOff ? ", off" : "")
    }
  }

  /// USD per million tokens in and out, or for one picture, such as `0.75/3.75` and `0.034 each`.
  var priceText: String {
    guard let price = traits.price(on: today) else { return "" }
    if let input = price.input, let output = price.output {
      return input == 0 && output == 0 ? "free" : "\(Self.usd(input))/\(Self.usd(output))"
    }
    return price.image["1K"].map { "\(Self.usd($0)) each" } ?? price.input.map(Self.usd) ?? ""
  }

  /// What one should know before choosing it: pictures, its stage, its end.
  var notes: [String] {
    var notes: [String] = []
    if let target = traits.target { notes.append("stands for \(target)") }
    if traits.makesImages { notes.append("pictures") }
    if let stage = traits.stage, stage != "STABLE" { notes.append(stage.lowercased().replacing("_", with: " ")) }
    if let end = traits.endDate {
      let next = traits.successor.map { ", then \($0)" } ?? ""
      notes.append(traits.hasEnded(on: today) ? "ended \(end)\(next)" : "ends \(end)\(next)")
    }
    return notes
  }

  /// A count of tokens as people say it: thousands of 1024.
  private static func short(_ tokens: Int) -> String {
    if tokens >= 1 << 20, tokens.isMultiple(of: 1 << 20) { return "\(tokens >> 20)M" }
    return tokens >= 1024 ? "\(tokens >> 10)k" : String(tokens)
  }

  private static func usd(_ value: Double) -> String { JSON.double(value).text }
}
