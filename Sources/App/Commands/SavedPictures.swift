import Core
import Foundation
import Gemini
import Store

/// The pictures of a run, written where `-o` says.
struct SavedPictures: Sendable {
  /// In the order of the pictures.
  private(set) var paths: [String] = []
  /// 1 if a picture could not be written.
  private(set) var exitCode: Int32?
  private var owners: [AssetReference: String] = [:]

  /// Writes the exact bytes of each picture and how it was made, and says what a person should know of it.
  init(
    _ blobs: [Blob], in output: OutputFile?, workshop: Workshop, console: Console, place: Settings.ProvenancePlace,
    making: (Blob) -> Provenance?
  ) {
    guard let output else { return }
    var pictures: [(blob: Blob, reference: AssetReference, bytes: [UInt8])] = []
    for blob in blobs {
      guard let reference = blob.asset else { continue }
      do throws(StoreError) {
        pictures.append((blob, reference, try workshop.assets.read(reference)))
      } catch {
        exitCode = 1
        console.note(error.sentence)
      }
    }
    if output == .standardOutput {
      for picture in pictures {
        console.out.write(picture.bytes)
        if let warning = PictureBytes.warning(picture.bytes, mimeType: picture.blob.mimeType) {
          console.note("A picture is not what it should be. \(warning)")
        }
      }
      return
    }
    let items = pictures.map { picture in
      OutputFile.Item(
        mimeType: picture.blob.mimeType, sha256: picture.reference.sha256, head: Array(picture.bytes.prefix(64)))
    }
    for (target, picture) in zip(output.targets(for: items), pictures) {
      let making = making(picture.blob)
      let bytes = PictureFile.bytes(picture.bytes, making: making, in: place)
      do throws(CommandError) {
        try FinishedFile.write(bytes, to: target.path)
        paths.append(target.path)
        owners[picture.reference] = target.path
        if let warning = target.warning {
          console.note(warning)
        } else if let warning = PictureBytes.warning(picture.bytes, mimeType: picture.blob.mimeType) {
          console.note("\(target.path) is not what it should be. \(warning)")
        }
      } catch {
        exitCode = 1
        let kept = workshop.assets.path(picture.reference, mimeType: picture.blob.mimeType)
        console.note(error.sentence + (kept.map { " The picture is kept as \($0)." } ?? ""))
        continue
      }
      if let sentence = PictureFile.finish(target.path, bytes, making: making, in: place) { console.note(sentence) }
    }
  }

  func path(_ blob: Blob) -> String? { blob.asset.flatMap { owners[$0] } }
}
