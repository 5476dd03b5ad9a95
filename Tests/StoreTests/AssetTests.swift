import Foundation
import Gemini
import Testing

@testable import Store

@Suite struct AssetTests {
  let folder: TemporaryFolder
  let store: AssetStore

  init() throws {
    folder = try TemporaryFolder()
    store = AssetStore(folder: folder.path + "/data/assets")
  }

  private let hello = Array("hello".utf8)
  /// The SHA-256 of `hello`, by another program.
  private let digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

  @Test func bytesComeBackFromAFileNamedByThem() throws {
    let reference = try store.write(hello, mimeType: "image/png")
    #expect(reference == AssetReference(sha256: digest, byteCount: 5))
    let path = folder.path + "/data/assets/2c/" + digest + ".png"
    #expect(store.path(reference, mimeType: "image/png") == path)
    #expect(try store.read(reference) == hello)
    #expect(try folder.mode(path) == 0o600)
    for made in ["/data", "/data/assets", "/data/assets/2c"] { #expect(try folder.mode(folder.path + made) == 0o700) }
    #expect(try folder.files(folder.path + "/data/assets/2c") == [digest + ".png"])
  }

  @Test(arguments: [
    ("image/jpeg", "jpg"), ("IMAGE/WEBP", "webp"), ("text/plain; charset=utf-8", "txt"), ("x/../../y", "bin"),
    ("", "bin"),
  ])
  func namesEndByType(_ type: String, _ ending: String) throws {
    let reference = try store.write(hello, mimeType: type)
    #expect(store.path(reference, mimeType: type)?.hasSuffix(digest + "." + ending) == true)
    #expect(store.path(reference, mimeType: "image/unheard-of") != nil)
    #expect(try store.read(reference) == hello)
  }

  @Test func fileThatIsThereIsKept() throws {
    let reference = try store.write(hello, mimeType: "image/png")
    let path = try #require(store.path(reference, mimeType: "image/png"))
    let number = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    #expect(try store.write(hello, mimeType: "image/png") == reference)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int == number)
    try Data("hel".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try store.write(hello, mimeType: "image/png") == reference)
    #expect(try store.read(reference) == hello)
  }

  @Test(arguments: ["hullo", "hell", ""]) func otherBytesAreRefused(_ text: String) throws {
    let reference = try store.write(hello, mimeType: "image/png")
    let path = try #require(store.path(reference, mimeType: "image/png"))
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreError.io("\(path) does not hold the bytes that were stored")) { try store.read(reference) }
  }

  @Test func emptyAndLargeFiles() throws {
    for count in [0, 1, 5_000_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      #expect(try store.read(try store.write(bytes, mimeType: "image/png")) == bytes)
    }
  }

  @Test(arguments: [
    "", "../../../etc/passwd", String(repeating: "A", count: 64), String(repeating: "a", count: 63) + "/",
  ])
  func namesThatAreNoDigestReachNoFile(_ sha256: String) throws {
    let reference = AssetReference(sha256: sha256, byteCount: 1)
    #expect(store.path(reference, mimeType: "image/png") == nil)
    #expect(throws: StoreError.missing("The picture or file")) { try store.read(reference) }
  }

  @Test func missingFileIsSaid() throws {
    let reference = AssetReference(sha256: digest, byteCount: 5)
    #expect(store.path(reference, mimeType: "image/png") == nil)
    #expect(throws: StoreError.missing("The picture or file 2cf24dba5fb0…")) { try store.read(reference) }
  }

  @Test func placeThatCannotBeWrittenIsSaid() throws {
    try Data().write(to: URL(fileURLWithPath: folder.path + "/data"))
    let error = #expect(throws: StoreError.self) { try store.write(hello, mimeType: "image/png") }
    #expect(error?.sentence.contains("Not a directory") == true)
  }

  @Test func writersAtOneTimeMakeOneFile() throws {
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      failures.catching { _ = try store.write(hello, mimeType: "image/png") }
    }
    #expect(failures.all.isEmpty)
    #expect(try folder.files(folder.path + "/data/assets/2c") == [digest + ".png"])
  }
}
