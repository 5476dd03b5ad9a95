import Foundation
import Synchronization
import TestSupport

/// The server of the measurements, in a process of its own: it answers as the service does and writes down when.
///
/// It ends when its standard input does, which is when the process that measures has ended.
enum BenchServer {
  /// One request for content, in nanoseconds of the monotonic clock.
  struct Record: Codable, Sendable {
    /// When all of the request had arrived.
    var arrived: Int64
    /// When each event of a paced answer was sent, by its number; of any other, when all was.
    var sent: [Int64] = []
    /// What the prompt adds to the name of the workload.
    var label: String?
    /// The length of the body as it was sent, frames of HTTP chunks included.
    var byteCount = 0
  }

  /// The path at which the records since the last look at it are read.
  static let recordsPath = "/records"

  private static let records = Mutex<[Record]>([])
  private static let prepared = Mutex<[Workload: [[UInt8]]]>([:])

  static func run() throws -> Never {
    let server = try LoopbackServer(handler: answer)
    print(server.port)
    fflush(nil)
    _ = FileHandle.standardInput.readDataToEndOfFile()
    exit(0)
  }

  private static func answer(_ request: ReceivedRequest, on connection: Connection) {
    let arrived = now()
    if request.path == recordsPath {
      let records = records.withLock { records in
        defer { records = [] }
        return records
      }
      connection.respond(body: Array((try? JSONEncoder().encode(records)) ?? Data()))
    } else if request.path.contains("enerateContent"), let workload = Workload(in: request.body) {
      var record = Record(arrived: arrived, label: Workload.label(in: request.body))
      connection.startChunked(headers: [("Content-Type", "text/event-stream")])
      send(workload, on: connection, &record)
      // Before the last bytes: whoever has read the end may ask for the record.
      records.withLock { [record] in $0.append(record) }
      connection.endChunked()
    } else {
      connection.respond(headers: [("Content-Type", "application/json")], text: "{}")
    }
  }

  private static func send(_ workload: Workload, on connection: Connection, _ record: inout Record) {
    let pieces = pieces(of: workload)
    record.byteCount = pieces.reduce(0) { $0 + $1.count }
    guard let (count, milliseconds) = workload.pace else {
      for piece in pieces where !connection.write(piece) { return }
      record.sent = [now()]
      return
    }
    record.sent.reserveCapacity(count)
    var due = now()
    for (number, piece) in pieces.enumerated() {
      due += Int64(milliseconds) * 1_000_000
      sleep(until: due)
      if number < count { record.sent.append(now()) }
      guard connection.write(piece) else { return }
    }
  }

  /// What is written at once: single events of a paced answer, else many together.
  private static func pieces(of workload: Workload) -> [[UInt8]] {
    prepared.withLock { prepared in
      if let pieces = prepared[workload] { return pieces }
      var pieces = workload.events()
      if case .flood = workload {
        pieces = stride(from: 0, to: pieces.count, by: 128).map { start in
          Array(pieces[start..<min(start + 128, pieces.count)].joined())
        }
      }
      prepared[workload] = pieces
      return pieces
    }
  }
}
