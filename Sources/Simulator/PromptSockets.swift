import FlyingSocks
import Foundation

/// A pool whose sockets send small pieces at once.
///
/// Otherwise the system holds a small chunk back until the one before it is acknowledged, up to 40 ms. The listening
/// socket waits here before its first connection, and connections take the setting over from it.
struct PromptSockets: AsyncSocketPool {
  private let base: any AsyncSocketPool

  init(_ base: any AsyncSocketPool) { self.base = base }

  func prepare() async throws { try await base.prepare() }

  func run() async throws { try await base.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    if events == .connection {
      try socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
    }
    try await base.suspendSocket(socket, untilReadyFor: events)
  }
}
