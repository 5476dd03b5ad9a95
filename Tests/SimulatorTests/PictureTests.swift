import Gemini
import Testing

@testable import Simulator

struct PictureTests {
  private let ratios = [
    "1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "1:4", "4:1", "1:8", "8:1",
  ]

  @Test func sizesFollowTheRatio() {
    for ratio in ratios {
      let size = PictureSize(aspectRatio: ratio, imageSize: nil)
      let sides = ratio.split(separator: ":").compactMap { Double($0) }
      #expect(size.width.isMultiple(of: 16) && size.height.isMultiple(of: 16))
      #expect(abs(Double(size.width) / Double(size.height) / (sides[0] / sides[1]) - 1) < 0.03, "\(ratio)")
      #expect(abs(Double(size.width * size.height) / 1_048_576 - 1) < 0.06, "\(ratio)")
      let double = PictureSize(aspectRatio: ratio, imageSize: "2K")
      let half = PictureSize(aspectRatio: ratio, imageSize: "512")
      #expect(double.width == size.width * 2 && double.height == size.height * 2)
      #expect(half.width == size.width / 2 && half.height == size.height / 2)
    }
    let square = PictureSize(aspectRatio: nil, imageSize: nil)
    #expect(square.width == 1024 && square.height == 1024)
    let wide = PictureSize(aspectRatio: "16:9", imageSize: "1K")
    #expect(wide.width == 1376 && wide.height == 768)
  }

  @Test func aPromptBecomesOnePictureOfTheSizeAskedFor() async throws {
    let config: JSON = [
      "responseModalities": ["TEXT", "IMAGE"], "imageConfig": ["aspectRatio": "16:9", "imageSize": "512"],
    ]
    let reply = try await reply("gemini-3.1-flash-image", body("A boat on the sea", config: config))
    let pictures = try await reply.pictures()
    #expect(pictures.map(\.width) == [688])
    #expect(pictures.map(\.height) == [384])
    #expect(reply.text.contains("Offline simulator"))
    #expect(reply.candidate.finishReason == .stop)
    #expect(reply.candidate.parts.filter { $0.blob != nil }.allSatisfy { $0.thoughtSignature != nil })
    #expect(try #require(reply.usage?.candidatesTokenCount) > 1120)
  }

  @Test func coloursOfThePromptDominate() throws {
    let size = PictureSize(aspectRatio: nil, imageSize: "512")
    for scene in ["walls", "skyline", "sea", "valley"] {
      let green = try painted("A green \(scene)", size).meanColour
      #expect(green.green > green.red && green.green > green.blue, "\(scene)")
      let red = try painted("A red \(scene)", size).meanColour
      #expect(red.red > red.green && red.red > red.blue, "\(scene)")
    }
    let sea = try painted("A red boat on the blue sea", size).meanColour
    #expect(sea.blue > sea.red)
    #expect(try painted("A valley", size) == painted("A valley", size))
    #expect(try painted("A valley", size) != painted("A forest", size))
  }

  /// Prompts that paint, and one that edits.
  @Test(arguments: ["A red wall", "A valley", "mirror it"])
  func askedForAgainItIsSeenToBeAnother(prompt: String) async throws {
    let contents = [
      Content(parts: [Part(text: "Draw")]),
      Content(role: .model, parts: [try await picturePart(plain(RGB(0x80_A0C0)), signature: "U2lnbmF0dXJl")]),
      Content(parts: [Part(text: prompt)]),
    ]
    let asked = prompt == "mirror it" ? contents : Array(contents.suffix(1))
    func pictures(_ seeds: [Int?]) async throws -> [RGBImage] {
      let service = SimulatorService(codec: StoredPNG())
      var pictures: [RGBImage] = []
      for seed in seeds {
        let size: JSON = ["imageSize": "512"]
        let config: JSON = if let seed { ["imageConfig": size, "seed": .int(seed)] } else { ["imageConfig": size] }
        let reply = try await service.reply(model: "gemini-3.1-flash-image", body: body(asked, config: config))
        pictures += try await reply.pictures()
      }
      return pictures
    }
    let four = try await pictures([nil, nil, nil, nil])
    for (index, picture) in four.enumerated() {
      for other in four[..<index] {
        let (one, two) = (picture.meanColour, other.meanColour)
        let apart = [(one.red, two.red), (one.green, two.green), (one.blue, two.blue)].map { abs(Int($0) - Int($1)) }
        #expect(apart.reduce(0, +) >= 8, "\(apart)")
      }
    }
    // Another process paints the same, and so does the same seed.
    #expect(try await pictures([nil, nil]) == Array(four[..<2]))
    let seeded = try await pictures([7, 7, 8])
    #expect(seeded[0] == seeded[1] && seeded[0] != seeded[2] && seeded[0] != four[0])
  }

  private func painted(_ prompt: String, _ size: PictureSize) throws -> RGBImage {
    Painting(try GenerateRequest(model: "gemini-3-pro-image", body: body(prompt))).drawn(size)
  }

  @Test func thePictureSaysWhereItComesFrom() {
    func lettering(_ words: [String]) -> (title: Int, caption: Int) {
      var image = plain(RGB(0x00_8000), width: 300, height: 200)
      Label.draw(words: words, on: &image)
      let pixels = (0..<200).flatMap { y in (0..<300).map { image[$0, y] } }
      return (pixels.count { $0 == RGB(0xF5_B041) }, pixels.count { $0 == .white })
    }
    let named = lettering(["red", "valley"])
    #expect(named.title > 100 && named.caption > 50)
    let unnamed = lettering(["привет"])
    #expect(unnamed.title == named.title && unnamed.caption == 0)
  }

  @Test func theProModelShowsADraftAmongItsThoughts() async throws {
    let config: JSON = ["thinkingConfig": ["includeThoughts": true]]
    let shown = try await reply("gemini-3-pro-image", body("A red valley", config: config))
    let drafts = try await shown.pictures(thought: true)
    let pictures = try await shown.pictures()
    #expect(drafts.count == 1 && pictures.count == 1)
    #expect(drafts[0].width < pictures[0].width)
    let quiet = try await reply("gemini-3-pro-image", body("A red valley"))
    #expect(try await quiet.pictures(thought: true).isEmpty)
  }

  @Test func modalitiesDecideAboutTextAndPicture() async throws {
    let text = try await reply("gemini-2.5-flash-image", body("A cat", config: ["responseModalities": ["TEXT"]]))
    #expect(try await text.pictures().isEmpty)
    #expect(!text.text.isEmpty)
    let image = try await reply("gemini-2.5-flash-image", body("A cat", config: ["responseModalities": ["IMAGE"]]))
    #expect(try await image.pictures().count == 1)
    #expect(image.text.isEmpty)
    let old = try await reply("gemini-2.0-flash-exp-image-generation", body("A cat"))
    #expect(try await old.pictures().isEmpty)
  }

  @Test func aPictureThatIsNotPaidForDoesNotCome() async throws {
    let reply = try await reply("gemini-2.5-flash-image", body("A cat", config: ["maxOutputTokens": 1000]))
    #expect(try await reply.pictures().isEmpty)
    #expect(reply.candidate.finishReason == .maxTokens)
  }

  @Test func picturesAreDescribedFromTheirPixels() async throws {
    let parts = [
      try await picturePart(plain(RGB(0x3C_9650), width: 31, height: 17)), Part(text: "What are these?"),
      try await picturePart(plain(RGB(0xC8_3228), width: 5, height: 9)),
    ]
    let text = try await reply("gemini-2.0-flash", body([Content(parts: parts)])).text
    #expect(text.contains("2 pictures"))
    #expect(text.contains("31x17"))
    #expect(text.contains("green on average (`#3c9650`)"))
    #expect(text.contains("5x9"))
    #expect(text.contains("red on average"))
  }

  @Test func bytesThatAreNoPictureAreRefused() async {
    let blob = Blob(mimeType: "image/png", data: .bytes(Array("no picture".utf8)))
    let contents = [Content(parts: [Part(.inlineData(blob)), Part(text: "What is it?")])]
    let refused = await refusal("gemini-2.0-flash", body(contents))
    #expect(refused?.code == 400)
    #expect(refused?.message.hasPrefix("Unable to process input image.") == true)
  }
}

struct PictureEditTests {
  private func edited(_ prompt: String, _ image: RGBImage) -> RGBImage {
    let words = prompt.lowercased().split(separator: " ").map(String.init)
    return PictureEdit(words: words, seed: Seed(prompt)).applied(to: image)
  }

  /// A dark left half and a light right half.
  private var halves: RGBImage {
    var image = plain(RGB(0x20_3040), width: 40, height: 20)
    image.fill(x: 20..<40, y: 0..<20, RGB(0xC0_B0A0))
    return image
  }

  @Test(arguments: [
    "invert it", "mirror it", "flip it upside down", "blur it", "make it brighter", "make it darker", "add a border",
    "make the walls green", "surprise me", "greyscale please",
  ]) func editsAreSeenAndKeepTheSize(prompt: String) {
    let image = halves
    let result = edited(prompt, image)
    #expect(result.width == image.width && result.height == image.height)
    #expect(result.rgb.count == image.rgb.count)
    // Turned over, this picture looks the same.
    #expect(result != image || prompt.contains("upside"))
  }

  @Test func editsDoWhatTheySay() {
    #expect(edited("mirror it", halves)[0, 0] == halves[39, 0])
    #expect(edited("invert it", halves)[0, 0] == RGB(0xDF_CFBF))
    #expect(edited("make it brighter", halves).meanColour.luma > halves.meanColour.luma)
    #expect(edited("make it darker", halves).meanColour.luma < halves.meanColour.luma)
    let green = edited("make the walls green", halves).meanColour
    #expect(green.green > green.red && green.green > green.blue)
    let blurred = edited("blur it", halves)
    #expect(blurred[0, 5] == halves[0, 5])
    #expect(blurred[20, 5] != halves[20, 5])
    var striped = plain(.white, width: 3, height: 4)
    striped.fill(x: 0..<3, y: 0..<1, .black)
    #expect(edited("turn upside down vertically flipped", striped)[0, 3] == .black)
  }

  @Test func onePixelCanBeEdited() {
    for prompt in ["blur it", "add a border", "mirror it", "invert it"] {
      #expect(edited(prompt, plain(.white, width: 1, height: 1)).rgb.count == 3)
    }
  }

  @Test func anEditStartsFromTheLastPicture() async throws {
    let drawn = try await picturePart(halves, signature: "U2lnbmF0dXJl")
    let contents = [
      Content(parts: [Part(text: "Draw halves")]), Content(role: .model, parts: [drawn]),
      Content(parts: [Part(text: "mirror it")]),
    ]
    let changed = try await reply("gemini-3-pro-image", body(contents)).pictures()
    #expect(changed == [edited("mirror it", halves)])

    let sent = Content(parts: [try await picturePart(plain(.white)), Part(text: "invert it")])
    let other = try await reply("gemini-3-pro-image", body(contents.dropLast() + [sent])).pictures()
    #expect(other == [plain(.black)])
  }
}
