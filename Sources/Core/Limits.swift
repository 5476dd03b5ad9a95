/// How many requests may go to one model, all runs of this process together.
package struct Limit: Hashable, Sendable {
  /// Requests that may begin within 60 s; `nil` is any number.
  package var requestsPerMinute: Int?
  /// Requests that may be under way at once; `nil` is any number.
  package var concurrent: Int?

  package init(requestsPerMinute: Int? = nil, concurrent: Int? = nil) {
    self.requestsPerMinute = requestsPerMinute
    self.concurrent = concurrent
  }
}

/// The limits of all models.
package struct Limits: Hashable, Sendable {
  /// For a model, as far as `models` says nothing else.
  package var general = Limit(concurrent: 8)
  /// By alias or id.
  package var models: [String: Limit] = [:]

  package init() {}
}

extension Settings {
  /// The limit of a model, by its id without `models/`. What is said of the id counts more than what is said of an alias,
  /// and of several aliases the first by name counts.
  package func limit(of model: String) -> Limit {
    let aliases = limits.models.keys.filter { self.model($0) == model }.sorted()
    let own = limits.models[model] ?? aliases.first.flatMap { limits.models[$0] }
    return Limit(
      requestsPerMinute: own?.requestsPerMinute ?? limits.general.requestsPerMinute,
      concurrent: own?.concurrent ?? limits.general.concurrent)
  }
}
