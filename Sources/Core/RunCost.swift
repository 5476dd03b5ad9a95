package import Gemini

extension Run {
  /// USD at list price of the day it began, once it has ended; `nil` if nobody knows it.
  ///
  /// Prices are those of the Developer API's standard tier. An alias costs what the model does that answered.
  /// - Source: gemini-api.md section 16.
  package func cost(by table: ModelTable) -> Double? { cost(traits: table.traits) }

  /// - Parameter traits: what is known of a model, by its id.
  func cost(traits: (String) -> ModelTraits) -> Double? {
    guard !isActive, backend == .developer, ["standard", nil].contains(usage.json["serviceTier"]?.string) else {
      return nil
    }
    let asked = traits(model)
    let answered = asked.target == nil ? nil : modelVersion.map(traits)
    let priced = answered?.prices.isEmpty == false ? answered ?? asked : asked
    let images = madePictureCount
    return priced.cost(
      of: usage, on: startTime.day(utcOffsetSeconds: 0), images: images, imageSize: config.imageSize)
  }
}
