namespace Picard.Gen;

// The form that the content of a request may be; its fields are bound one by one.
public sealed partial class Exchange
{
    /// <summary>The pairs of the form, once it has been read.</summary>
    internal ReadOnlySpan<byte> Form => _state.Form is { } form ? form.Pairs.Span : default;

    /// <summary>Makes the fields ready from which <c>[Form]</c> parameters are bound; a request without content has none.</summary>
    /// <returns>False while the content has not been read, and if it is no form; <see cref="Stopped"/> says which.</returns>
    public bool TryReadForm()
    {
        if (_state.Form is not null || !HasRequestContent)
        {
            return true;
        }

        // The type is looked at before the content is waited for: what is refused need not be sent.
        var type = RequestMediaType.Of(Fields);
        var isMultipart = type.Is("multipart/form-data"u8);
        ReadOnlySpan<byte> boundary = default;
        if (isMultipart ? !type.TryGetBoundary(out boundary) : !type.Is("application/x-www-form-urlencoded"u8) || !type.IsUtf8())
        {
            return Refuse(isMultipart ? ContentProblem.NoBoundary() : ContentProblem.NotForm());
        }

        if (!TryGetContent(out var content))
        {
            return false;
        }

        var form = _state.Form = new FormText();
        return (isMultipart ? form.ReadParts(content, boundary) : form.ReadPairs(content)) is not { } problem || Refuse(problem);
    }
}
