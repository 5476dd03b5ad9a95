import Foundation
import Images
import Screen
import Testing

@testable import App

@Suite("Pictures made ready before")
struct PictureCacheTests {
  private let folder: TemporaryFolder
  private let file: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    file = try PNGEncoder.encode(
      Pixels(width: 64, height: 48) { RGB(red: UInt8($0 * 3), green: UInt8($1 * 5), blue: 90) })
    _ = signal(SIGPIPE, SIG_IGN)
  }

  private var path: String { folder.path + "/cache" }
  private var cache: PictureCache { PictureCache(folder: path) }

  private var entries: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted().map { "\(path)/\($0)" }
  }

  private func request(_ change: (inout PictureRequest, inout PictureEncoding) -> Void = { _, _ in }) -> PictureRequest
  {
    var encoding = PictureEncoding(
      form: .sixel, maxSize: Size(columns: 20, rows: 10), cellPixels: PixelSize(width: 10, height: 20),
      byteBudget: 50_000)
    var request = PictureRequest(
      key: String(repeating: "ab", count: 32), operation: .picture(encoding), background: .black, picture: file)
    change(&request, &encoding)
    if case .picture = request.operation { request.operation = .picture(encoding) }
    return request
  }

  private func picture(_ request: PictureRequest, by executable: String, _ cache: PictureCache? = nil) async -> Picture?
  {
    let process = PictureProcess(executable: executable, cache: cache ?? self.cache)
    if case .picture(let picture) = await process.run(request) { return picture }
    return nil
  }

  @Test("What was made once is there without a process")
  func found() async throws {
    #expect(await picture(request(), by: "/nonexistent") == nil)
    let made = try #require(await picture(request(), by: ProgramProcess.path))
    #expect(await picture(request(), by: "/nonexistent") == made)
    let art = request { request, _ in
      request.operation = .art(
        maxSize: Size(columns: 9, rows: 9), cellPixels: PixelSize(width: 10, height: 20), colors: .sixteen)
    }
    let process = PictureProcess(executable: ProgramProcess.path, cache: cache)
    guard case .art(let grid) = await process.run(art),
      case .art(let again) = await PictureProcess(executable: "/nonexistent", cache: cache).run(art)
    else {
      Issue.record("no art")
      return
    }
    #expect(grid == again)
  }

  @Test("Only its owner may look into it")
  func modes() async throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    _ = await picture(request(), by: ProgramProcess.path)
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(entries.count == 1)
    #expect(try mode(path) == 0o700)
    #expect(try entries.map(mode) == [0o600])
  }

  @Test("Whatever is asked for otherwise is another entry")
  func names() {
    let requests = [
      request(), request { $1.form = .kitty }, request { $1.maxSize.columns = 19 }, request { $1.maxSize.rows = 9 },
      request { $1.cellPixels.width = 9 }, request { $1.cellPixels.height = 19 }, request { $1.byteBudget = nil },
      request { $1.byteBudget = 0 }, request { $1.maxColors = 16 }, request { $1.isProgressive = true },
      request { $1.source = PixelRect(x: 0, y: 0, width: 5, height: 5) },
      request { $1.source = PixelRect(x: 1, y: 0, width: 5, height: 5) },
      request { request, _ in request.background = .white },
      request { request, _ in request.key = String(repeating: "cd", count: 32) },
    ]
    for request in requests { cache.write([1, 2, 3], for: request) }
    #expect(entries.count == requests.count)
  }

  @Test("What has no content's name, or is no preview, is not kept")
  func unnamed() {
    for key in ["", "k", "../../../../etc/passwd", String(repeating: "/", count: 64)] {
      cache.write([1, 2, 3], for: request { request, _ in request.key = key })
    }
    cache.write([1, 2, 3], for: request { request, _ in request.operation = .png })
    #expect(entries.isEmpty)
  }

  @Test("A broken entry is made again")
  func broken() async throws {
    let made = try #require(await picture(request(), by: ProgramProcess.path))
    let entry = try #require(entries.first)
    let right = try Data(contentsOf: URL(fileURLWithPath: entry))
    // Cut off, empty, another command in the same clothes, a failure of an earlier time.
    let hostile = Array(right.prefix(20)) + Array("\u{1B}P1;1|17/0A\u{1B}\\".utf8)
    for bytes in [Array(right.dropLast(5)), [], hostile, [4, 0, 0, 0, 0, 0], [9]] {
      try Data(bytes).write(to: URL(fileURLWithPath: entry))
      #expect(await picture(request(), by: "/nonexistent") == nil)
      #expect(entries.isEmpty)
      #expect(await picture(request(), by: ProgramProcess.path) == made)
      #expect(try Data(contentsOf: URL(fileURLWithPath: entry)) == right)
    }
  }

  @Test("A link in the place of an entry is not followed")
  func link() async throws {
    _ = await picture(request(), by: ProgramProcess.path)
    let entry = try #require(entries.first)
    try FileManager.default.moveItem(atPath: entry, toPath: folder.path + "/elsewhere")
    try FileManager.default.createSymbolicLink(atPath: entry, withDestinationPath: folder.path + "/elsewhere")
    #expect(await picture(request(), by: "/nonexistent") == nil)
  }

  @Test("Over its bound, what was not used for longest goes")
  func bound() throws {
    let cache = PictureCache(folder: path, limit: 10_000)
    func request(_ number: Int) -> PictureRequest { self.request { $1.byteBudget = 100_000 + number } }
    for number in 0..<9 {
      cache.write([UInt8](repeating: 7, count: 1_000), for: request(number))
      let newest = try #require(entries.last)
      let time = Date(timeIntervalSince1970: 1_000_000 + Double(number))
      try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: newest)
    }
    // The oldest is used once more.
    #expect(cache.read(request(0)) != nil)
    for number in 9..<12 { cache.write([UInt8](repeating: 7, count: 1_000), for: request(number)) }
    let sizes = try entries.map { try Data(contentsOf: URL(fileURLWithPath: $0)).count }
    #expect(sizes.reduce(0, +) <= 10_000)
    #expect(cache.read(request(0)) != nil && cache.read(request(11)) != nil)
    #expect(cache.read(request(1)) == nil && cache.read(request(2)) == nil)
    cache.write([UInt8](repeating: 7, count: 9_000), for: request(20))
    #expect(cache.read(request(20)) == nil)
  }

  @Test("Without a folder everything works")
  func unwritable() async throws {
    try folder.write("a file", to: "file")
    let cache = PictureCache(folder: folder.path + "/file/cache")
    #expect(await picture(request(), by: ProgramProcess.path, cache) != nil)
    #expect(await picture(request(), by: ProgramProcess.path, cache) != nil)
    #expect(await picture(request(), by: "/nonexistent", cache) == nil)
  }

  @Test("It lies in the folder for such things, or in the program's one folder")
  func place() {
    #expect(Paths(environment: ["HOME": "/h"]).pictureCache == "/h/.cache/gemstudio/pictures")
    #expect(Paths(environment: ["HOME": "/h", "XDG_CACHE_HOME": "/c"]).pictureCache == "/c/gemstudio/pictures")
    #expect(Paths(environment: ["HOME": "/h", "GEMSTUDIO_HOME": "/g"]).pictureCache == "/g/cache/pictures")
  }
}
