using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Picard;

/// <summary>One part of a form (RFC 7578 §4): a field, or a file.</summary>
/// <remarks>Its content and fields can be read until the next part is asked for; what is not read is passed over.</remarks>
public sealed class MultipartPart
{
    private readonly MultipartReader _reader;
    private readonly int _number;

    internal MultipartPart(MultipartReader reader, int number, string name, string? fileName, string? contentType)
    {
        _reader = reader;
        _number = number;
        Name = name;
        FileName = fileName;
        ContentType = contentType;
    }

    /// <summary>The name of the form's field (RFC 7578 §4.2). Several parts may have the same.</summary>
    public string Name { get; }

    /// <summary>The name of the file as the client says it; null: the part is no file; empty: no file was chosen.</summary>
    /// <remarks>It may be anything, directories included: never use it as a path. <c>filename*</c> is ignored (RFC 7578 §4.2).</remarks>
    public string? FileName { get; }

    /// <summary>The media type that the part says, or null: then it is <c>text/plain</c> (RFC 7578 §4.4).</summary>
    public string? ContentType { get; }

    /// <summary>The field lines of the part's head. A transfer encoding is not undone: RFC 7578 §4.7 has none on HTTP.</summary>
    /// <exception cref="InvalidOperationException">The next part has been asked for.</exception>
    public FieldSection Fields => _reader.FieldsOf(this);

    /// <summary>Whether the last octet of the part has been read.</summary>
    internal bool IsRead { get; set; }

    /// <summary>Waits for the next octets of the part.</summary>
    /// <returns>The octets, where the transport put them, valid until the next read; empty at the end of the part.</returns>
    /// <exception cref="ExchangeException">As for <see cref="MultipartReader.ReadPartAsync"/>.</exception>
    /// <exception cref="InvalidOperationException">The next part has been asked for.</exception>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync() => _reader.ReadContentAsync(this);

    /// <summary>The content of the part as a stream that can be read asynchronously only.</summary>
    public Stream AsStream() => new Gen.PartReadStream(this);

    /// <summary>Reads what is left of the part as text in UTF-8.</summary>
    /// <param name="maxBytes">How many octets it may have; more ends the exchange with 413, other text with 400.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    /// <exception cref="ExchangeException">As for <see cref="MultipartReader.ReadPartAsync"/>, and for the limit.</exception>
    /// <exception cref="InvalidOperationException">The next part has been asked for.</exception>
    public async ValueTask<string> ReadToEndAsync(int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        var octets = new ArrayBufferWriter<byte>();
        while (await ReadAsync().ConfigureAwait(false) is { IsEmpty: false } run)
        {
            if (run.Length > maxBytes - octets.WrittenCount)
            {
                throw new ExchangeException(new Problem(StatusCode.ContentTooLarge)
                {
                    Detail = string.Create(CultureInfo.InvariantCulture, $"Part {_number} of the content is longer than {maxBytes:N0} octets."),
                });
            }

            octets.Write(run.Span);
        }

        return Utf8.IsValid(octets.WrittenSpan)
            ? Encoding.UTF8.GetString(octets.WrittenSpan)
            : throw new ExchangeException(new Problem(StatusCode.BadRequest)
            {
                Detail = string.Create(CultureInfo.InvariantCulture, $"Part {_number} of the content is not text in UTF-8."),
            });
    }
}
