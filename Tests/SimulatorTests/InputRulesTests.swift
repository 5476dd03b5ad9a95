import Gemini
import Testing

@testable import Simulator

/// Files and pictures that come with a prompt.
struct InputRulesTests {
  private func inline(_ type: String, _ bytes: [UInt8] = Array("data".utf8)) -> JSON {
    ["inlineData": ["mimeType": .string(type), "data": .string(Base64.encode(bytes))]]
  }

  private func asking(_ parts: [JSON]) -> JSON {
    ["contents": [["role": "user", "parts": .array(parts + [["text": "What is it?"]])]]]
  }

  @Test(arguments: [
    "png", "jpg", "image/gif", "image/bmp", "image/tiff", "image/svg+xml", "application/zip",
    "application/octet-stream", "",
  ]) func otherTypesAreRefused(type: String) async {
    #expect(await refusal("gemini-3.8-flash", asking([inline(type)]))?.message == "Unsupported MIME type: \(type)")
  }

  @Test(arguments: [
    "application/pdf", "audio/mp3", "video/mp4", "text/plain", "text/csv", "application/json", "audio/L16;rate=24000",
  ]) func filesAreReadByModelsThatReadEverything(type: String) async {
    #expect(await refusal("gemini-3.8-flash", asking([inline(type)])) == nil)
    if type.hasPrefix("text/") || type == "application/json" { return }
    for model in ["gemma-4-31b-it", "gemini-3-pro-image", "gemini-2.5-flash-image", "gemini-2.0-flash-thinking-exp"] {
      #expect(
        await refusal(model, asking([inline(type)]))?.message.hasSuffix(
          "input modality is not enabled for models/\(model)") == true, "\(model)")
    }
  }

  @Test func picturesInsideFunctionResponsesCount() async {
    let response: JSON = [
      "functionResponse": ["name": "f", "response": [:], "parts": [inline("image/gif")]]
    ]
    let body: JSON = [
      "contents": [
        ["parts": [["text": "Q"]]], ["role": "model", "parts": [["functionCall": ["name": "f"]]]],
        ["parts": [response]],
      ]
    ]
    #expect(await refusal("gemini-2.5-flash", body)?.message == "Unsupported MIME type: image/gif")
  }

  @Test(arguments: [("gemini-2.5-flash-image", 3), ("gemini-3-pro-image", 14), ("gemini-3.8-flash", 900)])
  func morePicturesThanAModelReadsAreRefused(model: String, most: Int) async throws {
    let png = try await StoredPNG().encodePNG(plain(.white))
    let picture = inline("image/png", png)
    #expect(await refusal(model, asking(Array(repeating: picture, count: most))) == nil)
    #expect(
      await refusal(model, asking(Array(repeating: picture, count: most + 1)))?.message
        == "Please use fewer than \(most + 1) images in your request to models/\(model)")
  }

  @Test func bytesDecideWhetherAPictureCanBeRead() async throws {
    let png = try await StoredPNG().encodePNG(plain(.white))
    let unreadable = "Unable to process input image. Please retry or report in"
    for bytes in [Array("GIF89a".utf8), Array(png.prefix(40)), [], [0xFF, 0xD8, 0xFF, 0xE0]] {
      let refused = await refusal("gemini-3.8-flash", asking([inline("image/png", bytes)]))
      #expect(refused?.message.hasPrefix(unreadable) == true)
      #expect(refused?.code == 400)
    }
    // The simulator takes HEIC and does not look inside.
    let heic = [0, 0, 0, 24] + Array("ftypheic".utf8)
    #expect(await refusal("gemini-3.8-flash", asking([inline("image/heic", heic)])) == nil)
    #expect(await refusal("gemini-3-pro-image", asking([inline("image/heic", heic)])) == nil)
  }

  @Test func aBadPictureInTheHistoryPoisonsEveryRequest() async throws {
    let png = try await StoredPNG().encodePNG(plain(.white))
    let service = SimulatorService(codec: StoredPNG())
    func refused(_ bytes: [UInt8]) async -> String? {
      let contents: JSON = [
        ["role": "user", "parts": [inline("image/png", bytes)]], ["role": "model", "parts": [["text": "A"]]],
        ["role": "user", "parts": [["text": "Q"]]],
      ]
      do throws(Refusal) {
        _ = try await service.reply(model: "gemini-3.8-flash", body: ["contents": contents])
        return nil
      } catch { return error.message }
    }
    #expect(await refused(Array(png.dropLast(80)))?.hasPrefix("Unable to process input image.") == true)
    #expect(await refused(png) == nil)
    #expect(await refused(png) == nil)
    #expect(await refused(Array(png.dropLast(80))) != nil)
  }

  @Test func filesNobodyUploadedAreRefused() async {
    let file: JSON = [
      "fileData": [
        "fileUri": "https://generativelanguage.googleapis.com/v1beta/files/abc", "mimeType": "image/png",
      ]
    ]
    let refused = await refusal("gemini-3.8-flash", asking([file]))
    #expect(refused?.code == 403)
    #expect(refused?.message == "You do not have permission to access the File abc or it may not exist.")
    #expect(
      await refusal("gemini-3.8-flash", asking([["fileData": ["mimeType": "image/png"]]]))?.message.contains("file_uri")
        == true)
    let video: JSON = ["fileData": ["fileUri": "https://www.youtube.com/watch?v=9"]]
    #expect(await refusal("gemini-3.8-flash", asking([video])) == nil)
  }

  @Test func moreTokensThanAModelReadsAreRefused() async {
    let text = String(repeating: "word ", count: 30_000)
    #expect(
      await refusal("gemini-2.5-flash-image", body(text))?.message
        == "The input token count (37500) exceeds the maximum number of tokens allowed (32768).")
    #expect(await refusal("gemini-3.8-flash", body(text)) == nil)
  }
}
