import Gemini

/// What is refused whatever the request says: keys, quotas, trouble of the service.
/// - Source: gemini-api.md section 13.
extension Refusal {
  /// The status is 400, not 401.
  static let badKey = invalid(
    "API key not valid. Please pass a valid API key.",
    details: [
      errorInfo("API_KEY_INVALID", domain: "googleapis.com", ["service": "generativelanguage.googleapis.com"]),
      [
        "@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US",
        "message": "API key not valid. Please pass a valid API key.",
      ],
    ])

  static let noKey = Refusal(
    code: 403, status: "PERMISSION_DENIED",
    message: "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or "
      + "other form of API consumer identity to call this API.")

  static let internalError = Refusal(code: 500, status: "INTERNAL", message: "Internal error encountered.")

  static let overloaded = Refusal(
    code: 503, status: "UNAVAILABLE",
    message: "This model is currently experiencing high demand. Spikes in demand are usually temporary "
      + "(offline simulator). Please try again later.")

  /// A quota that is free again after a delay such as `1s`.
  static func quota(model: String, delay: String) -> Refusal {
    let violation: JSON = [
      "quotaMetric": .string(metric), "quotaId": "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
      "quotaDimensions": ["location": "global", "model": .string(model)], "quotaValue": "10",
    ]
    return exhausted(
      "You exceeded your current quota (offline simulator: the next request passes).\n"
        + "* Quota exceeded for metric: \(metric), limit: 10, model: \(model)\nPlease retry in \(delay).",
      details: [
        quotaFailure(violation), help,
        ["@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": .string(delay)],
      ])
  }

  static func dailyQuota(model: String) -> Refusal {
    let violation: JSON = [
      "quotaMetric": .string(metric), "quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
      "quotaDimensions": ["location": "global", "model": .string(model)], "quotaValue": "250",
    ]
    return exhausted(
      "You exceeded your current quota, please check your plan and billing details (offline simulator).\n"
        + "* Quota exceeded for metric: \(metric), limit: 250, model: \(model)",
      details: [quotaFailure(violation), help])
  }

  /// A rate limit that says nothing of how long to wait.
  static let rateLimit = exhausted(
    "Quota exceeded for quota metric 'Generate Content API requests per minute' and limit 'GenerateContent request "
      + "limit per minute for a region' (offline simulator).",
    details: [
      errorInfo(
        "RATE_LIMIT_EXCEEDED", domain: "googleapis.com",
        [
          "service": "generativelanguage.googleapis.com", "quota_limit": "GenerateContentRequestsPerMinutePerRegion",
          "quota_limit_value": "10", "quota_location": "europe-west1",
        ])
    ])

  /// A 429 without any details.
  static let exhausted = exhausted("Resource has been exhausted (e.g. check quota).", details: [])

  private static let metric = "generativelanguage.googleapis.com/generate_content_free_tier_requests"

  private static let help: JSON = [
    "@type": "type.googleapis.com/google.rpc.Help",
    "links": [
      ["description": "Learn more about Gemini API quotas", "url": "https://ai.google.dev/gemini-api/docs/rate-limits"]
    ],
  ]

  private static func quotaFailure(_ violation: JSON) -> JSON {
    ["@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [violation]]
  }

  private static func errorInfo(_ reason: String, domain: String, _ metadata: JSON) -> JSON {
    [
      "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": .string(reason), "domain": .string(domain),
      "metadata": metadata,
    ]
  }

  private static func exhausted(_ message: String, details: [JSON]) -> Refusal {
    Refusal(code: 429, status: "RESOURCE_EXHAUSTED", message: message, details: details)
  }
}
