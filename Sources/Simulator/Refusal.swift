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

  /// What is wrong with one field of a body.
  struct FieldViolation: Hashable, Sendable {
    /// In snake_case, empty at the top.
    let field: String
    let description: String
  }

  /// A body that is not the message it has to be: keys no message has, values of other types.
  /// - Source: gemini-api.md section 0, rule 9.
  static func payload(_ violations: [FieldViolation]) -> Refusal {
    let list = violations.map { violation -> JSON in
      var object = JSONObject()
      if !violation.field.isEmpty { object["field"] = .string(violation.field) }
      object["description"] = .string(violation.description)
      return .object(object)
    }
    return invalid(
      violations.map(\.description).joined(separator: "\n"),
      details: [["@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": .array(list)]])
  }

  /// A value of a query that is of the wrong type.
  static func wrongValue(_ value: String, at path: String, type: String) -> Refusal {
    payload([FieldViolation(field: path, description: "Invalid value at '\(path)' (\(type)), \(value)")])
  }

  static let notFound = Refusal(code: 404, status: "NOT_FOUND", message: "Requested entity was not found.")

  static func unknownModel(_ model: String, version: String, method: String) -> Refusal {
    Refusal(
      code: 404, status: "NOT_FOUND",
      message: "models/\(model) is not found for API version \(version), or is not supported for \(method). "
        + "Call ListModels to see the list of available models and their supported methods.")
  }

  static let tooLarge = invalid("Request payload size exceeds the limit: \(InputRules.requestLimit) bytes.")

  /// A file that was never uploaded, or is gone.
  static func noFile(_ name: String) -> Refusal {
    Refusal(
      code: 403, status: "PERMISSION_DENIED",
      message: "You do not have permission to access the File \(name) or it may not exist.")
  }

  /// Bytes that are no picture.
  /// - Source: gemini-api.md section 9.
  static let unreadablePicture = invalid(
    "Unable to process input image. Please retry or report in "
      + "https://developers.generativeai.google/guide/troubleshooting")
}
