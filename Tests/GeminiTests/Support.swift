import Foundation
import Testing

@testable import Gemini

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func json(_ text: String) throws -> JSON { try JSON(parsing: text) }

/// What Foundation makes of a JSON text, for checks that do not trust our own reader.
enum Reference {
  static func parse(_ bytes: [UInt8]) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
  }

  static func parse(_ value: JSON) -> Any? { parse(value.encoded) }

  /// Deep equality of two values of `JSONSerialization`.
  static func equal(_ one: Any?, _ other: Any?) -> Bool {
    switch (one, other) {
    case (nil, nil): true
    case (let one as NSObject, let other as NSObject): one.isEqual(other)
    case (let one?, let other?): NSArray(object: one).isEqual(NSArray(object: other))
    default: false
    }
  }
}

/// The recorded answers, in the folder that the environment variable `WIRE_SAMPLES` names.
struct Sample: CustomTestStringConvertible {
  /// Folder and file, such as `googleai/unary-failure-api-key.json`.
  let name: String
  let body: [UInt8]

  var testDescription: String { name }

  static let all: [Sample] = {
    guard let folder = ProcessInfo.processInfo.environment["WIRE_SAMPLES"] else { return [] }
    return ["googleai", "vertexai", "schema"].flatMap { part -> [Sample] in
      let directory = URL(filePath: folder).appending(path: part)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path())) ?? []
      return names.sorted().compactMap { name in
        (try? Data(contentsOf: directory.appending(path: name))).map {
          Sample(name: "\(part)/\(name)", body: [UInt8]($0))
        }
      }
    }
  }()
}
