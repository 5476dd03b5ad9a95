extension Part {
  /// The word that stands for a signature where one is required and there is none.
  /// - Source: gemini-api.md section 8.
  package static let foreignSignature = "skip_thought_signature_validator"
}

extension GenerateContentRequest {
  /// True if it carries thought signatures of models.
  package var hasSignatures: Bool {
    contents.contains { content in
      content.role == .model
        && content.parts.contains { $0.thoughtSignature != nil && $0.thoughtSignature != Part.foreignSignature }
    }
  }

  /// The same request without the thought signatures of earlier turns, for a server that calls one of them invalid.
  /// - Parameter isRequired: true for a model that wants one: it gets the word that stands for it.
  /// - Source: gemini-api.md section 8.
  package func withoutSignatures(isRequired: Bool) -> GenerateContentRequest {
    var request = self
    for content in request.contents.indices where request.contents[content].role == .model {
      for part in request.contents[content].parts.indices
      where request.contents[content].parts[part].thoughtSignature != nil {
        request.contents[content].parts[part].thoughtSignature = isRequired ? Part.foreignSignature : nil
      }
      let kept = request.contents[content].parts.filter { !$0.isEmpty }
      // A Content without parts is refused; one of empty text passes.
      request.contents[content].parts = kept.isEmpty ? [Part(text: "")] : kept
    }
    return request
  }
}
