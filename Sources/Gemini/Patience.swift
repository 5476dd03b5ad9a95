/// How long a model may say nothing.
package enum Patience {
  /// Seconds without any data after which a request is given up: thinking and picture models are silent for minutes.
  /// - Source: gemini-api.md section 14.
  package static func stallSeconds(for model: String) -> Int {
    ModelID.bare(model).hasPrefix("gemini-4-argon") ? 900 : 300
  }
}
