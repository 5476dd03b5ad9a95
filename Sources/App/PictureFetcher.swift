import Core
import Foundation
import HTTP
import Images

/// Fetches one picture from a server that a person agreed to ask. No key, no cookie and no header of the settings goes
/// along.
struct PictureFetcher: Sendable {
  struct Problem: Error, Hashable, Sendable { let sentence: String }

  /// Seconds for everything, redirects included.
  static let seconds = 60
  private static let mostRedirects = 5
  private static let stallSeconds = 20

  let http: HTTPClient
  /// Seconds for everything.
  var seconds = PictureFetcher.seconds
  /// The proxy on the way to an address, empty for the direct way.
  let proxy: @Sendable (URL) -> String

  init(http: HTTPClient, proxy: @escaping @Sendable (URL) -> String) {
    self.http = http
    self.proxy = proxy
  }

  /// - Returns: the bytes of a picture, by what they are and not by what the server calls them.
  func fetch(_ address: String) async -> Result<(name: String, bytes: [UInt8]), Problem> {
    await withTaskGroup(of: Result<(name: String, bytes: [UInt8]), Problem>?.self) { group in
      group.addTask { await follow(address) }
      group.addTask { [seconds] in
        await Timing.real.sleep(.seconds(seconds))
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first ?? .failure(Problem(sentence: "Nothing is attached: the picture did not come within \(seconds) s."))
    }
  }

  private func follow(_ address: String) async -> Result<(name: String, bytes: [UInt8]), Problem> {
    func fail(_ reason: String) -> Result<(name: String, bytes: [UInt8]), Problem> {
      .failure(Problem(sentence: "Nothing is attached: \(reason)"))
    }
    guard var url = URL(string: address), Self.isUsable(url) else {
      return fail("that is no address of a picture. It looks like https://host/picture.png.")
    }
    let name = url.lastPathComponent
    for _ in 0...Self.mostRedirects {
      do throws(HTTPError) {
        var request = HTTPRequest(url: url.absoluteString, headers: [("Accept", "image/*")], proxy: proxy(url))
        request.stallSeconds = Self.stallSeconds
        let response = try await http.send(request)
        if (300..<400).contains(response.status), let place = response.header("Location") {
          guard let next = URL(string: place, relativeTo: url)?.absoluteURL, Self.isUsable(next) else {
            return fail("the server sends on to what is no address of a picture.")
          }
          // A stranger's server has no business with what this machine alone can reach.
          guard Self.isPrivate(url) || !Self.isPrivate(next) else {
            return fail("the server sends on to an address of a private network, which is not followed.")
          }
          guard url.scheme != "https" || next.scheme == "https" else {
            return fail("the server sends on to an address without encryption, which is not followed.")
          }
          url = next
          continue
        }
        guard response.status == 200 else { return fail("the server answered with status \(response.status).") }
        let bytes = try await response.body.collect(limit: ImageLimits.bytes)
        guard ImageType.mimeType(of: bytes) != nil else { return fail("what came is no picture of a known type.") }
        return .success((name.isEmpty || name == "/" ? "picture" : name, bytes))
      } catch {
        if case .tooLarge = error { return fail("the picture has more than \(byteText(ImageLimits.bytes)).") }
        return fail(error.reason)
      }
    }
    return fail("the server sends on and on.")
  }

  /// An http address of a host, without a user's name or password in it.
  private static func isUsable(_ url: URL) -> Bool {
    ["http", "https"].contains(url.scheme?.lowercased()) && url.host?.isEmpty == false && url.user == nil
      && url.password == nil
  }

  /// True for an address of this machine or of a network that is not the internet, as far as the address itself tells.
  static func isPrivate(_ url: URL) -> Bool {
    let host = (url.host ?? "").lowercased().trimmingCharacters(in: ["[", "]", "."])
    if host == "localhost" || host.hasSuffix(".localhost") || host.hasSuffix(".local") || host.hasSuffix(".internal") {
      return true
    }
    if host.contains(":") {
      return host == "::" || host == "::1"
        || ["fc", "fd", "fe8", "fe9", "fea", "feb", "::ffff:"].contains {
          host.hasPrefix($0)
        }
    }
    // A host of digits alone is an address as well, in one number.
    if host.allSatisfy(\.isNumber) || host.hasPrefix("0x") { return true }
    let numbers = host.split(separator: ".").map { UInt8($0) }
    guard numbers.count == 4, let first = numbers[0], let second = numbers[1] else { return false }
    switch first {
    case 0, 10, 127: return true
    case 100: return (64...127).contains(second)
    case 169: return second == 254
    case 172: return (16...31).contains(second)
    case 192: return second == 168
    default: return false
    }
  }
}
