extension Part {
  /// The word that stands for a signature where one is required and there is none.
  /// - Source: gemini-api.md section 8.
  package static let foreignSignature = "skip_thought_signature_validator"
}

extension GenerateContentRequest {
  /// The same request without the thought signatures of earlier turns, for a server that calls one of them invalid;
  /// `nil` if there are none.
  ///
  /// Function calls, and all parts for a model that requires signatures, get the word that stands for one.
  /// - Source: gemini-api.md section 8.
  package var withoutSignatures: GenerateContentRequest? {
    let isRequired = ModelTraits(model).requiresSignatures
    var request = self
    for content in request.contents.indices where request.contents[content].role == .model {
      for part in request.contents[content].parts.indices {
        request.contents[content].parts[part].removeSignature(isRequired: isRequired)
      }
      let kept = request.contents[content].parts.filter { !$0.isEmpty }
      // A Content without parts is refused; one of empty text passes.
      request.contents[content].parts = kept.isEmpty ? [Part(text: "")] : kept
    }
    return request == self ? nil : request
  }
}

extension Part {
  fileprivate mutating func removeSignature(isRequired: Bool) {
    guard thoughtSignature != nil else { return }
    if case .functionCall = data {
      thoughtSignature = Self.foreignSignature
    } else {
      thoughtSignature = isRequired ? Self.foreignSignature : nil
    }
  }
}
