namespace Picard.Http;

/// <summary>A broken rule: which one, where, and which status to refuse it with. A value, not an exception.</summary>
public readonly struct ProtocolViolation : IEquatable<ProtocolViolation>
{
    /// <summary>Describes a violation.</summary>
    /// <param name="reason">The rule.</param>
    /// <param name="offset">The octet that broke it, counted from the first of the head or of the content.</param>
    /// <param name="fieldName">The field to blame, if there is one.</param>
    public ProtocolViolation(ViolationReason reason, long offset, string? fieldName = null)
    {
        Reason = reason;
        Offset = offset;
        FieldName = fieldName;
    }

    /// <summary>The rule that was broken; <see cref="ViolationReason.None"/> for <c>default</c>.</summary>
    public ViolationReason Reason { get; }

    /// <summary>The octet that broke the rule, counted from the first of the head or of the content's octets on the wire.</summary>
    public long Offset { get; }

    /// <summary>The name of the field to blame, as received, or null.</summary>
    public string? FieldName { get; }

    /// <summary>The status that a server refuses a request with: 400, 413, 414, 417, 431, 501 or 505.</summary>
    public StatusCode Status => Reason switch
    {
        ViolationReason.RequestLineLength => StatusCode.UriTooLong,
        ViolationReason.FieldSectionLength or ViolationReason.FieldLineCount => StatusCode.RequestHeaderFieldsTooLarge,
        ViolationReason.ContentLengthRange or ViolationReason.ChunkExtensionLength
            or ViolationReason.MultipartPreambleLength or ViolationReason.MultipartEpilogueLength
            or ViolationReason.MultipartPartCount or ViolationReason.MultipartHeadLength => StatusCode.ContentTooLarge,
        ViolationReason.Expectation => StatusCode.ExpectationFailed,
        // RFC 9112 §6.1: a transfer coding that is not understood SHOULD be answered with 501.
        ViolationReason.TransferCoding => StatusCode.NotImplemented,
        ViolationReason.HttpVersionSupport => StatusCode.HttpVersionNotSupported,
        _ => StatusCode.BadRequest,
    };

    /// <summary>Whether both describe the same violation.</summary>
    public static bool operator ==(ProtocolViolation left, ProtocolViolation right) => left.Equals(right);

    /// <summary>Whether they describe different violations.</summary>
    public static bool operator !=(ProtocolViolation left, ProtocolViolation right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ProtocolViolation other) => Reason == other.Reason && Offset == other.Offset && FieldName == other.FieldName;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ProtocolViolation other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reason, Offset, FieldName);

    /// <summary>One sentence for a log or a problem-details answer; it repeats nothing the peer sent but a field name.</summary>
    public override string ToString()
    {
        var rule = ViolationText.RuleOf(Reason);
        return FieldName is null ? $"{rule} (octet {Offset})." : $"{rule} (field {FieldName}, octet {Offset}).";
    }
}
