import Gemini

@testable import Simulator

/// Bodies and answers as the tests write them.
func body(_ prompt: String, config: JSON? = nil, system: String? = nil) -> JSON {
  body([Content(parts: [Part(text: prompt)])], config: config, system: system)
}

func body(_ contents: [Content], config: JSON? = nil, system: String? = nil) -> JSON {
  var object = JSONObject(["contents": .array(contents.map(\.json))])
  if let config { object["generationConfig"] = config }
  if let system { object["systemInstruction"] = ["parts": [["text": .string(system)]]] }
  return .object(object)
}

func picturePart(_ image: RGBImage, signature: String? = nil) async throws -> Part {
  let png = try await StoredPNG().encodePNG(image)
  return Part(.inlineData(Blob(mimeType: "image/png", data: .bytes(png))), thoughtSignature: signature)
}

/// A picture of one colour.
func plain(_ colour: RGB, width: Int = 8, height: Int = 6) -> RGBImage {
  var image = RGBImage(checked: Array(repeating: 0, count: width * height * 3), width: width, height: height)
  image.fill(x: 0..<width, y: 0..<height, colour)
  return image
}

func reply(_ model: String, _ body: JSON) async throws(Refusal) -> Reply {
  try await SimulatorService(codec: StoredPNG()).reply(model: model, body: body)
}

/// Why a request is refused; `nil` if it is not.
func refusal(_ model: String, _ body: JSON) async -> Refusal? {
  do throws(Refusal) {
    _ = try await reply(model, body)
    return nil
  } catch {
    return error
  }
}

extension Reply {
  var responses: [GenerateContentResponse] { steps.map { GenerateContentResponse($0.chunk) } }

  /// All chunks joined, as a client joins them.
  var candidate: Candidate {
    responses.reduce(into: Candidate(index: 0)) { candidate, response in
      for chunk in response.candidates { candidate.append(chunk) }
    }
  }

  var text: String { candidate.text(thought: false) }
  var thoughts: String { candidate.text(thought: true) }
  var usage: UsageMetadata? { responses.last?.usageMetadata }

  /// The pictures of the answer, drafts left out or alone.
  func pictures(thought: Bool = false) async throws -> [RGBImage] {
    var pictures: [RGBImage] = []
    for part in candidate.parts where part.thought == thought {
      if case .bytes(let bytes)? = part.blob?.data { pictures.append(try await StoredPNG().decode(bytes)) }
    }
    return pictures
  }
}
