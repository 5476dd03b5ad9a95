package import Gemini

extension Run {
  /// USD at list price of the day it began, once it has ended; `nil` if nobody knows it.
  ///
  /// Prices are those of the Developer API's standard tier. An alias costs what the model does that answered.
  /// - Source: gemini-api.md section 16.
  package func cost(by table: ModelTable) -> Double? {
    guard !isActive, backend == .developer, ["standard", nil].contains(usage.json["serviceTier"]?.string) else {
      return nil
    }
    let asked = table.traits(of: model)
    let answered = asked.target == nil ? nil : modelVersion.map(table.traits)
    let traits = answered?.prices.isEmpty == false ? answered ?? asked : asked
    let images = madePictureCount
    return traits.cost(
      of: usage, on: startTime.day(utcOffsetSeconds: 0), images: images, imageSize: config.imageSize)
  }
}
