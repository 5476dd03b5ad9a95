/// A message of the conversation: who speaks, and what.
/// - Source: gemini-api.md section 4.
package struct Content: Hashable, Sendable {
  package enum Role: String, Hashable, Sendable { case user, model }

  /// Absent on the wire means `user`.
  package var role: Role
  package var parts: [Part]

  package init(role: Role = .user, parts: [Part]) {
    self.role = role
    self.parts = parts
  }

  package init(_ json: JSON) {
    role = json["role"]?.string?.lowercased() == "model" ? .model : .user
    parts = json["parts"]?.array?.map(Part.init) ?? []
  }

  package var json: JSON {
    ["role": .string(role.rawValue), "parts": .array(parts.map(\.json))]
  }

  /// All text that is no thought.
  package var text: String {
    parts.reduce(into: "") { text, part in
      if !part.thought, let piece = part.text { text += piece }
    }
  }

  /// Pictures and files in it, in order.
  package var blobs: [Blob] { parts.compactMap(\.blob) }
}
