/// A list price: USD per million tokens, and per picture where that is how it is told.
/// - Source: gemini-api.md section 16.
package struct ModelPrice: Hashable, Sendable {
  package var input: Double?
  package var output: Double?
  package var cachedInput: Double?
  package var audioInput: Double?
  /// Tokens of pictures in the answer.
  package var imageOutput: Double?
  /// USD for one picture, by its size.
  package var image: [String: Double]
  /// The first and the last day it holds, such as `2026-11-30`.
  package var from: String?
  package var until: String?
  /// It holds for prompts of at most this many tokens.
  package var upToPromptTokens: Int?

  init(_ json: JSONObject) {
    input = json["input"]?.double
    output = json["output"]?.double
    cachedInput = json["cached"]?.double
    audioInput = json["audioInput"]?.double
    imageOutput = json["imageOutput"]?.double
    let sizes = json["image"]?.object?.members ?? []
    image = Dictionary(sizes.compactMap { size in size.value.double.map { (size.key, $0) } }) { $1 }
    from = json["from"]?.string
    until = json["until"]?.string
    upToPromptTokens = json["upToPromptTokens"]?.int
  }

  /// True if it holds on a day for a prompt of this many tokens.
  func holds(on date: String, promptTokens: Int) -> Bool {
    if let from, date < from { return false }
    if let until, date > until { return false }
    return upToPromptTokens.map { promptTokens <= $0 } ?? true
  }

  /// USD for what was used.
  /// - Parameter imageSize: the size that was asked for, `1K` unless it was another.
  /// - Returns: `nil` if the price does not say enough.
  func cost(of usage: UsageMetadata, images: Int, imageSize: String?) -> Double? {
    guard let input else { return pictures(images, imageSize) }
    let prompt = usage.promptTokenCount ?? 0
    let cached = min(usage.cachedContentTokenCount ?? 0, prompt)
    let audio = audioInput == nil ? 0 : min(usage.promptTokens(of: "AUDIO"), prompt - cached)
    var cost = Double(prompt - cached - audio) * input + Double(cached) * (cachedInput ?? input)
    cost += Double(audio) * (audioInput ?? 0)
    // What tools brought in is input as well.
    cost += Double(usage.toolUsePromptTokenCount ?? 0) * input
    var answer = usage.candidatesTokenCount ?? 0
    let drawn = min(usage.candidatesTokens(of: "IMAGE"), answer)
    var extra = 0.0
    if drawn > 0 || images == 0, let imageOutput {
      cost += Double(drawn) * imageOutput
      answer -= drawn
    } else if let price = pictures(images, imageSize) {
      extra = price
      // Without details, nearly all tokens of an answer with pictures are theirs.
      answer -= images > 0 && drawn == 0 ? answer : drawn
    }
    let spoken = answer + (usage.thoughtsTokenCount ?? 0)
    guard spoken == 0 || output != nil || !image.isEmpty else { return nil }
    cost += Double(spoken) * (output ?? 0)
    return cost / 1_000_000 + extra
  }

  fileprivate func pictures(_ count: Int, _ size: String?) -> Double? {
    image[size ?? "1K"].map { $0 * Double(count) }
  }
}

extension ModelTraits {
  /// The price on a day for a prompt of this many tokens; `nil` if nobody knows it.
  /// - Parameter date: such as `2026-11-30`, in UTC.
  package func price(on date: String, promptTokens: Int = 0) -> ModelPrice? {
    prices.first { $0.holds(on: date, promptTokens: promptTokens) }
  }

  /// USD of an answer at list price; `nil` if nobody knows it.
  /// - Parameters:
  ///   - date: the day it was asked for, in UTC.
  ///   - images: pictures in the answer.
  ///   - imageSize: the size that was asked for.
  package func cost(of usage: UsageMetadata, on date: String, images: Int = 0, imageSize: String? = nil) -> Double? {
    guard !usage.json.isEmpty else { return nil }
    return price(on: date, promptTokens: usage.promptTokenCount ?? 0)?
      .cost(of: usage, images: images, imageSize: imageSize)
  }
}

extension ModelTraits {
  /// USD that a request will cost at list price, as far as that can be told before: of a text answer nobody knows the
  /// length, and it is left out.
  /// - Parameters:
  ///   - promptTokens: of the whole request.
  ///   - date: today, in UTC.
  ///   - images: pictures that are asked for.
  ///   - imageSize: the size that is asked for; `nil` is the model's own.
  /// - Returns: `nil` if nobody knows the price.
  package func leastCost(promptTokens: Int, on date: String, images: Int, imageSize: String? = nil) -> Double? {
    guard let price = price(on: date, promptTokens: promptTokens) else { return nil }
    let pictures = images > 0 ? price.pictures(images, imageSize) : 0
    guard let pictures, price.input != nil || images > 0 else { return nil }
    return Double(promptTokens) * (price.input ?? 0) / 1_000_000 + pictures
  }
}

extension UsageMetadata {
  /// Tokens of one modality among those of the prompt, such as `AUDIO`.
  package func promptTokens(of modality: String) -> Int { tokens(of: modality, in: "promptTokensDetails") }
  /// Tokens of one modality among those of the answer, such as `IMAGE`.
  package func candidatesTokens(of modality: String) -> Int { tokens(of: modality, in: "candidatesTokensDetails") }

  private func tokens(of modality: String, in list: String) -> Int {
    (json[list]?.array ?? []).reduce(0) { sum, entry in
      guard entry["modality"]?.string == modality, let count = entry["tokenCount"]?.int else { return sum }
      return sum + max(0, min(count, 1 << 40))
    }
  }
}
