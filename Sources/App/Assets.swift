package import Gemini
package import Store
import Synchronization

/// The bytes of pictures and files: on disk, or in memory where the disk refuses.
package final class Assets: Sendable {
  let store: AssetStore?
  /// What could not be written, so that a run goes on without a disk.
  private let kept = Mutex<[AssetReference: [UInt8]]>([:])

  /// - Parameter store: `nil` keeps everything in memory.
  package init(_ store: AssetStore?) { self.store = store }

  package func write(_ bytes: [UInt8], mimeType: String) -> AssetReference {
    if let reference = try? store?.write(bytes, mimeType: mimeType) { return reference }
    let reference = AssetStore.reference(of: bytes)
    kept.withLock { $0[reference] = bytes }
    return reference
  }

  package func read(_ reference: AssetReference) throws(StoreError) -> [UInt8] {
    if let bytes = kept.withLock({ $0[reference] }) { return bytes }
    guard let store else { throw StoreError.missing(reference.sha256) }
    return try store.read(reference)
  }

  /// The file of an asset; `nil` while it is only in memory.
  package func path(_ reference: AssetReference, mimeType: String) -> String? {
    store?.path(reference, mimeType: mimeType)
  }

  /// Replaces the bytes in a response by references to where they are kept now.
  package func keep(_ response: GenerateContentResponse) -> GenerateContentResponse {
    var response = response
    for candidate in response.candidates.indices {
      for part in response.candidates[candidate].parts.indices {
        guard var blob = response.candidates[candidate].parts[part].blob, case .bytes(let bytes) = blob.data,
          !bytes.isEmpty
        else { continue }
        blob.data = .asset(write(bytes, mimeType: blob.mimeType))
        response.candidates[candidate].parts[part].data = .inlineData(blob)
      }
    }
    return response
  }
}
