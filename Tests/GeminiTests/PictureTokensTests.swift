import Testing

@testable import Gemini

@Suite("Tokens of a picture")
struct PictureTokensTests {
  @Test(
    "By the generation, the size and the resolution",
    arguments: [
      ("gemini-3.8-flash", 4000, 3000, nil, 1120), ("gemini-3.8-flash", 10, 10, "MEDIA_RESOLUTION_LOW", 280),
      ("gemini-3.8-flash", 10, 10, "MEDIA_RESOLUTION_MEDIUM", 560),
      ("gemini-2.5-flash", 384, 384, nil, 258), ("gemini-2.5-flash", 960, 540, nil, 6 * 258),
      ("gemini-2.5-flash", 4000, 3000, nil, 24 * 258), ("gemini-2.5-flash", 385, 10, nil, 2 * 258),
      ("gemini-2.5-flash", 4000, 3000, "MEDIA_RESOLUTION_LOW", 64),
    ] as [(String, Int, Int, String?, Int)])
  func tokens(model: String, width: Int, height: Int, resolution: String?, expected: Int) {
    let traits = ModelTraits(model)
    #expect(traits.tokens(ofPictureWidth: width, height: height, mediaResolution: resolution) == expected)
  }

  @Test("Of a picture nobody knows the size of, the least is told")
  func unknown() {
    #expect(ModelTraits("gemini-2.5-flash").tokens(ofPictureWidth: nil, height: nil) == 258)
  }
}
