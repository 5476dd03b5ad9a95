import Core
import Foundation
import Gemini
import Images
import Screen

extension EffectRunner {
  // MARK: Pictures

  func readFacts(of references: [AssetReference]) {
    let mailbox = mailbox
    let assets = workshop.assets
    fileQueue.async {
      var facts: [String: PictureFacts] = [:]
      for reference in references {
        guard let bytes = try? assets.read(reference), let header = try? ImageHeader(bytes) else { continue }
        facts[reference.sha256] = PictureFacts(width: header.width, height: header.height, kind: header.type.label)
      }
      mailbox.post(.pictureFacts(facts))
    }
  }

  func makePreview(_ key: PreviewKey, _ budget: PictureBudget) {
    let operation: PictureRequest.Operation =
      switch key.way {
      case .picture(let form):
        .picture(
          PictureEncoding(
            form: form, maxSize: key.size, cellPixels: PixelSize(width: key.cellWidth, height: key.cellHeight),
            byteBudget: form == .sixel ? budget.bytes : budget.bytes / 4 * 3, maxColors: key.maxColors,
            isProgressive: budget.isProgressive))
      case .art(let colors):
        .art(
          maxSize: key.size, cellPixels: PixelSize(width: key.cellWidth, height: key.cellHeight),
          colors: ArtColors(count: colors))
      }
    let mailbox = mailbox
    run(operation, on: key.asset, name: key.isFull ? "\(key.asset.sha256) in full" : nil) { result in
      switch result {
      case .picture(let picture): mailbox.post(.previewMade(key, .picture(key.isFull ? picture.refining : picture)))
      case .art(let art): mailbox.post(.previewMade(key, .art(art)))
      case .failure(let error): mailbox.post(.previewMade(key, .failed(error.sentence)))
      case .pixels, .png: break
      }
    }
  }

  func makeThumbnail(_ asset: AssetReference, size: Size, colors: Int, cell: CellPixels) {
    let operation = PictureRequest.Operation.art(
      maxSize: size, cellPixels: PixelSize(width: cell.width, height: cell.height), colors: ArtColors(count: colors))
    let mailbox = mailbox
    run(operation, on: asset) { result in
      if case .art(let art) = result { mailbox.post(.thumbnailMade(asset, art)) }
    }
  }

  private func run(
    _ operation: PictureRequest.Operation, on asset: AssetReference, name: String? = nil,
    then report: @escaping @Sendable (PictureResult) -> Void
  ) {
    let assets = workshop.assets
    let pictures = workshop.pictures
    Task {
      guard let bytes = try? assets.read(asset) else {
        report(.failure(.damaged("its bytes are missing or not what they were")))
        return
      }
      let key = name ?? asset.sha256
      report(await pictures.run(PictureRequest(key: key, operation: operation, background: .black, picture: bytes)))
    }
  }

  /// Writes the exact bytes into the working folder, under a name that is free.
  func savePicture(_ asset: AssetReference, mimeType: String, name: String) {
    let mailbox = mailbox
    let assets = workshop.assets
    fileQueue.async {
      do {
        let bytes = try assets.read(asset)
        let path = try FreePath.write(bytes, named: name, in: FileManager.default.currentDirectoryPath)
        let saved = "Saved as \(path) (\(byteText(bytes.count)), the exact bytes)."
        let warning = PictureBytes.warning(bytes, mimeType: mimeType)
        mailbox.post(
          .notice([saved, warning].compactMap { $0 }.joined(separator: " "), warning == nil ? .info : .error))
      } catch {
        mailbox.post(.notice("The picture could not be saved in this folder: it may be full or not be yours.", .error))
      }
    }
  }
}

extension Picture {
  /// Without its coarse first piece: drawn over a picture that is on the screen it would only take that away.
  fileprivate var refining: Picture {
    guard let first = pieces.first, pieces.dropFirst().contains(where: { $0.rows.overlaps(first.rows) }) else {
      return self
    }
    return Picture(id: id, size: size, form: form, pieces: Array(pieces.dropFirst()))
  }
}

extension ArtColors {
  init(count: Int) {
    self = count >= 256 ? .two56 : count >= 16 ? .sixteen : count >= 8 ? .eight : .none
  }
}

/// A file name nobody has yet.
enum FreePath {
  static func write(_ bytes: [UInt8], named name: String, in folder: String) throws -> String {
    let letters = name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    let words = String(letters).split(separator: "-").prefix(6).joined(separator: "-")
    let stem = words.isEmpty ? "picture" : words
    let ending = ImageType.sniff(bytes)?.fileExtension ?? "bin"
    for number in 1..<10_000 {
      let path = "\(folder)/\(stem)\(number == 1 ? "" : "-\(number)").\(ending)"
      do {
        try Data(bytes).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        return path
      } catch CocoaError.fileWriteFileExists {
        continue
      }
    }
    throw CocoaError(.fileWriteFileExists)
  }
}
