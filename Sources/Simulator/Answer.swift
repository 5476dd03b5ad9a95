import Gemini

/// What is answered, whole: before it is encoded and cut into chunks.
struct Answer: Sendable {
  /// Paragraphs, each headed by a bold line.
  var thoughts: [String] = []
  /// A draft shown among the thoughts.
  var draft: RGBImage?
  var text = ""
  var picture: RGBImage?
  /// Calls of functions; they stand in place of a text.
  var calls: [FunctionCalls.Call] = []

  /// The answer to a request.
  /// - Parameters:
  ///   - pictures: those of the last message, decoded, in order.
  ///   - source: the picture an edit starts from, decoded.
  ///   - variation: another number paints the same words differently.
  init(to request: GenerateRequest, pictures: [RGBImage], source: RGBImage?, variation: Int = 0) {
    thoughts = Thoughts.paragraphs(request, pictures: pictures, count: request.thoughtCount)
    switch request.special {
    case .echo: text = "Offline simulator, echo:\n\n" + request.prompt
    case .blocked, .empty, .noImage, .maxTokens: thoughts = []
    case .largeImage: paintNoise()
    case .trickle: text = "Offline simulator, not a model: a few words, **seven bytes** at a time. Zwölf Größen, 日本, 🚣‍♀️."
    case .thinkTags:
      let inner = Thoughts.paragraphs(request, pictures: pictures, count: 2).joined()
      text = "<think>\n\(inner)</think>\n\n" + Showcase(request, pictures: pictures).text
    default:
      calls = FunctionCalls.calls(for: request)
      if !calls.isEmpty { return }
      if request.wantsPicture {
        paint(request, source: source, variation: variation)
      } else if let structured = StructuredAnswer(request) {
        text = structured.text
      } else {
        text = FunctionCalls.text(for: request) ?? Showcase(request, pictures: pictures).text
      }
    }
  }

  /// Pixels that no encoder makes smaller: the file is about as long as they are, 10 MB.
  private mutating func paintNoise() {
    let side = 1872
    var noise = Seed("sim-10mb-image")
    var rgb: [UInt8] = []
    rgb.reserveCapacity(side * side * 3)
    while rgb.count < side * side * 3 {
      let bits = noise.next()
      for shift in stride(from: 0, to: 64, by: 8) { rgb.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    var image = RGBImage(checked: rgb, width: side, height: side)
    Label.draw(words: ["10", "mb"], on: &image)
    picture = image
    text = "**Offline simulator**, not a model: \(side)x\(side) pixels of noise, in one event of some 14 MB."
  }

  private mutating func paint(_ request: GenerateRequest, source: RGBImage?, variation: Int) {
    let quoted = Quote.inline(request.prompt, limit: 80)
    var image: RGBImage
    if let source {
      let edit = PictureEdit(words: request.words, seed: request.seed)
      image = edit.applied(to: source)
      text = "**Offline simulator**, not a model: the picture was \(edit.sentence), for “\(quoted)”."
    } else {
      let size = PictureSize(
        aspectRatio: request.config.aspectRatio, imageSize: request.config.imageSize)
      image = Painting(request, variation: variation).drawn(size)
      text = "**Offline simulator**, not a model: a placeholder of \(size.width)x\(size.height) for “\(quoted)”."
    }
    if variation != 0 { image = image.toned(Seed("tone\n\(variation)")) }
    // Only this model shows drafts.
    // - Source: gemini-api.md section 9.
    if request.model.hasPrefix("gemini-3-pro-image"), request.thoughtCount > 0 { draft = image.halved() }
    picture = image
    let modalities = request.config.responseModalities ?? []
    if !modalities.isEmpty, !modalities.contains(where: { $0.uppercased() == "TEXT" }) { text = "" }
  }
}

/// The simulator's thoughts: about the request, since there is nothing else it could think about.
enum Thoughts {
  static func paragraphs(_ request: GenerateRequest, pictures: [RGBImage], count: Int) -> [String] {
    let all = [
      (
        "Reading the request",
        "I am the offline simulator, so these are no real thoughts. The message is turn \(request.turn) and says "
          + "“\(Quote.inline(request.prompt, limit: 60))”. That is about \(Quote.count(Tokens.estimate(request.prompt), "token"))."
      ),
      (
        "Looking at what came with it",
        pictures.isEmpty
          ? "No picture came with this message. The request holds "
            + "\(Quote.count(request.contents.count, "message")) in all: the whole conversation comes along each time."
          : "\(Quote.count(pictures.count, "picture")) came with it; the first one measures "
            + "\(pictures[0].width) by \(pictures[0].height) pixels and is \(pictures[0].meanColour.name) on average."
      ),
      (
        "Weighing the settings",
        "The settings name \(Quote.count(request.config.json.members.count, "field")). I read those that change the "
          + "shape of an answer and pass over those that only a model could follow."
      ),
      (
        "Choosing a form",
        "A heading, a list, a table, some code: the answer should show each of them once, so that whoever looks at "
          + "the screen can see how they come out."
      ),
      (
        "Checking the length",
        "The limit of output tokens counts thoughts and answer together. I keep the paragraphs short enough to leave "
          + "room for the text below."
      ),
      ("Writing it down", "Everything is in place. What follows says plainly where it comes from."),
    ]
    return all.prefix(count).map { "**\($0.0)**\n\n\($0.1)\n\n\n" }
  }
}
