using System.Diagnostics;
using System.Runtime.CompilerServices;
using Picard.Http;

namespace Picard;

/// <summary>Content of type <c>multipart/form-data</c> (RFC 7578), read part by part as it arrives. Nothing is read from the client but what is asked for.</summary>
/// <remarks>
/// <para>Valid until the exchange ends. One call at a time, and not while a write of the same exchange is pending.</para>
/// <para>The content as a whole has no limit, unless the method or class is marked <see cref="MaxContentAttribute"/>; <see cref="Limits"/> bound its structure.
/// Content that is no multipart content, or a part that is no form field, ends the exchange with 400, more than is allowed with 413.</para>
/// </remarks>
public sealed class MultipartReader
{
    private readonly ContentReader _content;
    private readonly byte[] _boundary;
    private MultipartLimits _limits = MultipartLimits.Default;
    private MultipartDecoder? _decoder;
    private MultipartPart? _part;
    private ReadOnlyMemory<byte> _run;
    private bool _isComplete;

    internal MultipartReader(ContentReader content, ReadOnlySpan<byte> boundary)
    {
        _content = content;
        _boundary = boundary.ToArray();
    }

    /// <summary>The limits of the content's structure. They are set before the first part is read.</summary>
    /// <exception cref="InvalidOperationException">A part has been read.</exception>
    /// <exception cref="ArgumentException">A limit is out of range.</exception>
    public MultipartLimits Limits
    {
        get => _limits;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            if (_decoder is not null)
            {
                throw new InvalidOperationException("The limits of multipart content are set before its first part is read.");
            }

            _limits = value;
        }
    }

    private MultipartDecoder Decoder => _decoder ??= new MultipartDecoder(_boundary, _limits);

    /// <summary>Reads up to the next part and through its head. What is left of the part before is passed over.</summary>
    /// <param name="cancellationToken">Ends the passing over between two reads.</param>
    /// <returns>The part; null: there are no more, and the content has ended as it should.</returns>
    /// <exception cref="ExchangeException">The content is not what it should be, or more than is allowed, or as for <see cref="ContentReader.ReadAsync"/>. A handler need not catch it.</exception>
    public async ValueTask<MultipartPart?> ReadPartAsync(CancellationToken cancellationToken = default)
    {
        _part = null;
        while (!_isComplete)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch ((await AdvanceAsync().ConfigureAwait(false)).Status)
            {
                case MultipartStatus.PartHead:
                    return _part = BeginPart();
                case MultipartStatus.Complete:
                    _isComplete = true;
                    Decoder.Release();
                    break;
            }
        }

        return null;
    }

    /// <summary>All parts, each read as it is asked for.</summary>
    /// <param name="cancellationToken">As for <see cref="ReadPartAsync"/>.</param>
    /// <exception cref="ExchangeException">As for <see cref="ReadPartAsync"/>.</exception>
    public async IAsyncEnumerable<MultipartPart> ReadPartsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadPartAsync(cancellationToken).ConfigureAwait(false) is { } part)
        {
            yield return part;
        }
    }

    /// <summary>The field lines of a part.</summary>
    /// <exception cref="InvalidOperationException">The next part has been asked for.</exception>
    internal FieldSection FieldsOf(MultipartPart part)
    {
        CheckCurrent(part);
        return Decoder.Fields;
    }

    /// <summary>The next run of octets of a part; empty at its end.</summary>
    /// <exception cref="InvalidOperationException">The next part has been asked for.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<ReadOnlyMemory<byte>> ReadContentAsync(MultipartPart part)
    {
        CheckCurrent(part);
        if (part.IsRead)
        {
            return default;
        }

        var (status, run) = await AdvanceAsync().ConfigureAwait(false);
        Debug.Assert(status is MultipartStatus.Content or MultipartStatus.PartEnd, "Between a head and the end of its part there is nothing but content.");
        part.IsRead = status == MultipartStatus.PartEnd;
        return run;
    }

    private void CheckCurrent(MultipartPart part)
    {
        _content.Check();
        if (!ReferenceEquals(part, _part))
        {
            throw new InvalidOperationException("A part is read before the next is asked for: its content is not kept.");
        }
    }

    private MultipartPart BeginPart()
    {
        var number = Decoder.PartCount;
        return Gen.PartDisposition.TryRead(Decoder.Fields, out var name, out var fileName)
            ? new MultipartPart(this, number, name, fileName, Decoder.Fields.GetText(KnownField.ContentType))
            : throw new ExchangeException(Gen.ContentProblem.NoDisposition(number));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(MultipartStatus Status, ReadOnlyMemory<byte> Content)> AdvanceAsync()
    {
        _content.Check();
        while (true)
        {
            var status = Decoder.Decode(_run, out var content, out var consumed);
            _run = _run[consumed..];
            if (status == MultipartStatus.NeedMore)
            {
                _run = await _content.ReadAsync().ConfigureAwait(false);
                if (!_run.IsEmpty)
                {
                    continue;
                }

                status = Decoder.End();
            }

            return status == MultipartStatus.Violation
                ? throw new ExchangeException(Gen.ContentProblem.Violated(Decoder.Violation))
                : (status, content);
        }
    }
}
