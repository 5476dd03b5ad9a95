import Core
import Foundation
import Screen
import TestSupport
import Testing

@testable import App

@Suite("Watching the settings file", .timeLimit(.minutes(2)))
struct SettingsWatchTests {
  private let folder: TemporaryFolder
  private let readings = Watched<[SettingsReading]>([])

  init() throws { folder = try TemporaryFolder() }

  private func watch() throws -> SettingsWatch {
    let path = folder.path + "/home"
    let readings = readings
    let source = SettingsSource(
      file: path + "/config.toml", themeFolders: [path + "/themes"], network: NetworkSettings())
    let watch = SettingsWatch(source) { reading in readings.change { $0.append(reading) } }
    return try #require(watch)
  }

  private func wait(for condition: @escaping @Sendable (SettingsReading) -> Bool) async -> Bool {
    await readings.wait { $0.contains(where: condition) } != nil
  }

  @Test("A file that is written in place, or put in the place of another, is read")
  func saved() async throws {
    try folder.write("", to: "home/config.toml")
    let watch = try watch()
    try folder.write("bell = false\n", to: "home/config.toml")
    #expect(await wait { $0.settings?.ringsBell == false })
    try folder.write("bandwidth = \"low\"\n", to: "home/.config.toml.swp")
    try PrivateFile.rename(folder.path + "/home/.config.toml.swp", to: folder.path + "/home/config.toml")
    #expect(await wait { $0.settings?.bandwidth == .low })
    withExtendedLifetime(watch) {}
  }

  @Test("Folders that are made later are watched from then on")
  func later() async throws {
    let watch = try watch()
    try folder.write("bell = false\n", to: "home/config.toml")
    // The folder may be seen before the file is written, or after.
    #expect(await wait { $0.settings?.ringsBell == false })
    try folder.write("name = \"mine\"\n[roles]\n", to: "home/themes/mine.toml")
    #expect(await wait { $0.themes.contains { $0.name == "mine" } })
    withExtendedLifetime(watch) {}
  }

  @Test("The file behind a link is watched where it is")
  func link() async throws {
    let target = try folder.write("", to: "dots/settings")
    try FileManager.default.createDirectory(atPath: folder.path + "/home", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/home/config.toml", withDestinationPath: target)
    let watch = try watch()
    try folder.write("bell = false\n", to: "dots/settings")
    #expect(await wait { $0.settings?.ringsBell == false })
    withExtendedLifetime(watch) {}
  }

  @Test("What is wrong is named with its line; what waits for the next start, by name")
  func problems() async throws {
    try folder.write("", to: "home/config.toml")
    let watch = try watch()
    try folder.write("model = 5\n", to: "home/config.toml")
    let sentence = "\(folder.path)/home/config.toml, line 1: model is a text in quotes."
    #expect(await wait { $0.settings == nil && $0.problems == [sentence] })
    try folder.write("proxy = \"\"\n", to: "home/config.toml")
    #expect(await wait { $0.forNextStart == ["proxy"] })
    withExtendedLifetime(watch) {}
  }

  @Test("A file that is deleted brings the defaults back, one that is written anew does not")
  func deleted() async throws {
    try folder.write("bell = false\n", to: "home/config.toml")
    let watch = try watch()
    try FileManager.default.removeItem(atPath: folder.path + "/home/config.toml")
    #expect(await wait { $0.settings == Settings() })
    try folder.write("bell = false\n", to: "home/config.toml")
    #expect(await readings.wait { $0.last?.settings?.ringsBell == false } != nil)
    let count = readings.value.count
    try PrivateFile.rename(folder.path + "/home/config.toml", to: folder.path + "/home/config.toml~")
    try folder.write("bandwidth = \"low\"\nbell = false\n", to: "home/config.toml")
    #expect(await wait { $0.settings?.bandwidth == .low })
    #expect(readings.value.dropFirst(count).allSatisfy { $0.settings?.ringsBell == false })
    withExtendedLifetime(watch) {}
  }

  @Test("Other files of the folder are nobody's business")
  func others() async throws {
    try folder.write("", to: "home/config.toml")
    let watch = try watch()
    for number in 0..<20 { try folder.write("x", to: "home/studio.db-\(number)") }
    try folder.write("bell = false\n", to: "home/config.toml")
    #expect(await wait { $0.settings?.ringsBell == false })
    // Before the file itself there was nothing to read it for.
    #expect(readings.value.first?.settings?.ringsBell == false)
    withExtendedLifetime(watch) {}
  }

  @Test("Other limits let those go that wait already")
  func limits() async {
    let limiter = Limiter { _ in Limit(concurrent: 1) }
    #expect(await limiter.enter("m") { _ in })
    let isWaiting = Watched(false)
    let second = Task { await limiter.enter("m") { _ in isWaiting.set(true) } }
    _ = await isWaiting.wait { $0 }
    limiter.change { _ in Limit(concurrent: 2) }
    #expect(await second.value)
  }
}
