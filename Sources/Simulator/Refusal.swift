import Gemini

/// A request the API turns down: the error object it answers with.
/// - Source: gemini-api.md section 13.
struct Refusal: Error, Hashable, Sendable {
  /// The status of the response.
  let code: Int
  /// The name, such as `INVALID_ARGUMENT`.
  let status: String
  let message: String
  var details: [JSON] = []

  var json: JSON {
    var error = JSONObject(["code": .int(code), "message": .string(message), "status": .string(status)])
    if !details.isEmpty { error["details"] = .array(details) }
    return ["error": .object(error)]
  }
}

extension Refusal {
  static func invalid(_ message: String, details: [JSON] = []) -> Refusal {
    Refusal(code: 400, status: "INVALID_ARGUMENT", message: message, details: details)
  }

  /// A rule of one field that was broken.
  static func field(_ path: String, _ rule: String) -> Refusal {
    let name = path.split(separator: ".").last.map(String.init) ?? path
    return invalid("* GenerateContentRequest.\(path): \(name) \(rule)\n")
  }

  /// A key no message of the API has. `path` is where it stands, empty at the top.
  /// - Source: gemini-api.md section 0, rule 9.
  static func unknownName(_ name: String, at path: String) -> Refusal {
    let place = path.isEmpty ? "" : " at '\(path)'"
    let message = "Invalid JSON payload received. Unknown name \"\(name)\"\(place): Cannot find field."
    return invalid(message, details: [badRequest(field: path, description: message)])
  }

  /// A value of the wrong type, or an enum value the API does not have.
  static func wrongValue(_ value: String, at path: String, type: String) -> Refusal {
    let message = "Invalid value at '\(path)' (\(type)), \(value)"
    return invalid(message, details: [badRequest(field: path, description: message)])
  }

  private static func badRequest(field: String, description: String) -> JSON {
    [
      "@type": "type.googleapis.com/google.rpc.BadRequest",
      "fieldViolations": [["field": .string(field), "description": .string(description)]],
    ]
  }

  static let notFound = Refusal(code: 404, status: "NOT_FOUND", message: "Requested entity was not found.")

  static func unknownModel(_ model: String, version: String, method: String) -> Refusal {
    Refusal(
      code: 404, status: "NOT_FOUND",
      message: "models/\(model) is not found for API version \(version), or is not supported for \(method). "
        + "Call ListModels to see the list of available models and their supported methods.")
  }

  static let overloaded = Refusal(
    code: 503, status: "UNAVAILABLE",
    message: "This model is currently experiencing high demand. Spikes in demand are usually temporary. "
      + "Please try again later. (offline simulator)")

  /// A quota that is free again after a second.
  static func quota(model: String) -> Refusal {
    Refusal(
      code: 429, status: "RESOURCE_EXHAUSTED",
      message: "You exceeded your current quota (offline simulator: the next request passes).\n"
        + "* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, "
        + "limit: 10, model: \(model)\nPlease retry in 1s.",
      details: [
        [
          "@type": "type.googleapis.com/google.rpc.QuotaFailure",
          "violations": [
            [
              "quotaMetric": "generativelanguage.googleapis.com/generate_content_free_tier_requests",
              "quotaId": "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
              "quotaDimensions": ["location": "global", "model": .string(model)], "quotaValue": "10",
            ]
          ],
        ],
        [
          "@type": "type.googleapis.com/google.rpc.Help",
          "links": [
            [
              "description": "Learn more about Gemini API quotas",
              "url": "https://ai.google.dev/gemini-api/docs/rate-limits",
            ]
          ],
        ],
        ["@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1s"],
      ])
  }

  /// Bytes that are no picture.
  /// - Source: gemini-api.md section 9.
  static let unreadablePicture = invalid(
    "Unable to process input image. Please retry or report in "
      + "https://developers.generativeai.google/guide/troubleshooting")
}
