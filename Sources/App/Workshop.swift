package import Core
import Foundation
package import HTTP
package import Store

/// What screen and commands work with: folders, variables, settings, the store, the network. Made once a process.
package final class Workshop: Sendable {
  package let paths: Paths
  package let environment: Environment
  package let settings: Settings
  let network: NetworkSettings
  /// The proxy for servers that are not on this machine; `nil` if none is named, or one that cannot be used.
  private let proxy: Proxy?
  /// The certificates to trust, where they are not the system's.
  let caFile: NamedPath?
  let caDirectory: NamedPath?
  /// Why no request can be sent as variables and settings ask, as a sentence.
  package let problem: String?
  package let http: HTTPClient
  /// The sessions, or why they cannot be had.
  package let store: Result<SessionStore, StoreError>
  package let assets: Assets
  package let pictures: PictureProcess
  /// Holds back the requests of all runs, as the settings say.
  package let limiter: Limiter
  package let clock = Clock()
  /// What a person should know of files that could not be used, one sentence each.
  package let notices: [String]
  /// True if something in the settings file cannot be used.
  package let isFileBroken: Bool

  /// - Parameter stores: false leaves the data folder alone; assets are then kept in memory.
  package init(
    process: [String: String] = ProcessInfo.processInfo.environment,
    workingFolder: String = FileManager.default.currentDirectoryPath, stores: Bool = true
  ) {
    paths = Paths(environment: process)
    environment = Environment(process: process, workingFolder: workingFolder, paths: paths)
    let file = SettingsFile.read(paths.settingsFile)
    var (settings, settingProblems) = (file.settings, file.startProblems)
    isFileBroken = !settingProblems.isEmpty
    if let problem = ModelsFile.read(paths.modelsFile, into: &settings.models) { settingProblems.append(problem) }
    self.settings = settings
    let network = file.network
    self.network = network
    let variables = environment.network
    let proxy = Result { try Proxy.named(setting: network.proxy, variables: variables) }
    self.proxy = (try? proxy.get()) ?? nil
    var problem = environment.serverProblem
    if case .failure(let error as Proxy.Problem) = proxy { problem = problem ?? error.sentence }
    self.problem = problem
    caFile =
      network.caFile.map { NamedPath(source: "ca_file in config.toml", path: $0) }
      ?? NamedPath("SSL_CERT_FILE", in: variables)
    caDirectory = NamedPath("SSL_CERT_DIR", in: variables)
    http = HTTPClient(
      HTTPConfiguration(
        userAgent: "gemstudio/\(Version.text)", caFile: caFile?.path,
        caDirectory: caDirectory?.path, proxy: ""))
    store = stores ? Self.openStore(paths.data) : .failure(.missing("The store"))
    assets = Assets(stores ? AssetStore(folder: paths.assets) : nil)
    pictures = PictureProcess(cache: stores ? PictureCache(folder: paths.pictureCache) : nil)
    limiter = Limiter { [settings] in settings.limit(of: $0) }
    let storeNotice = (try? store.get())?.notice
    notices = environment.notices + settingProblems + [storeNotice].compactMap { $0 }
  }

  private static func openStore(_ folder: String) -> Result<SessionStore, StoreError> {
    do throws(StoreError) {
      return .success(try SessionStore(folder: folder))
    } catch {
      return .failure(error)
    }
  }

  /// The most bytes a picture may take on the line of a terminal.
  var pictureBudget: Int {
    let isFar = ["TMUX", "SSH_CONNECTION", "SSH_TTY"].contains { environment.process[$0]?.isEmpty == false }
    return settings.bandwidth.pictureBudget(onSlowLine: isFar)
  }

  /// The server of the environment's key, or of a key entered since.
  package func server(key: APIKey? = nil) -> Server {
    // Whoever types a key did not choose what the working folder's file says.
    let base = key == nil ? environment.base : environment.ownBase
    var server = Server(
      backend: .developer, baseURL: base.text, version: environment.apiVersion, key: key ?? environment.key)
    // They are secrets of the person, and the working folder's file may be somebody else's.
    if base.text == environment.ownBase.text { server.extraHeaders = network.headers }
    if let proxy, proxy.serves(base, variables: environment.network) { server.proxy = proxy }
    return server
  }

  /// The proxy on the way to any server, empty for the direct way.
  func proxy(for address: URL) -> String {
    guard let proxy, let host = address.host,
      proxy.serves(
        host: host, port: address.port ?? (address.scheme == "http" ? 80 : 443), variables: environment.network)
    else { return "" }
    return proxy.url
  }

  /// A seed for identifiers, another one in each process.
  package static func seed() -> UInt64 { .random(in: .min ... .max) }
}
