using Picard.Gen;
using Picard.Http;

namespace Picard;

/// <summary>Holds the conditions of a request against the present state of what it asks for (RFC 9110 §13).</summary>
public static class Preconditions
{
    /// <summary>Evaluates the conditions in the order of RFC 9110 §13.2.2.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tag">The entity tag of the present state; null if it has none, or if the resource does not exist.</param>
    /// <param name="lastModified">When the present state came about; null if that is not known. Compared by whole seconds. With neither there is no present state.</param>
    /// <returns>What is to be done. A handler that changes something looks before it does, and answers <see cref="StatusCode.PreconditionFailed"/> to a failure;
    /// a <see cref="Response"/> with an <see cref="Response.ETag"/> or <see cref="Response.LastModified"/> to GET or HEAD is looked after by the framework.</returns>
    public static Precondition Evaluate(Request request, EntityTag? tag, DateTimeOffset? lastModified = null)
    {
        var method = request.Method;
        return Evaluate(request.Fields, method == Method.Get || method == Method.Head, tag, lastModified);
    }

    internal static Precondition Evaluate(FieldSection fields, bool isRetrieval, EntityTag? tag, DateTimeOffset? lastModified)
    {
        // RFC 9110 §13.1.1, §13.1.2: "*" asks for any present state. One that has a date is there, though it has no tag.
        var exists = tag is not null || lastModified is not null;

        // RFC 9110 §13.2.2 (1, 2): dates count only where no tag is given.
        if (fields.Contains(KnownField.IfMatch))
        {
            if (!Matches(fields, KnownField.IfMatch, exists, tag, static (ours, theirs) => ours.StronglyEquals(theirs)))
            {
                return Precondition.Failed;
            }
        }
        else if (TryGetDate(fields, KnownField.IfUnmodifiedSince, out var unmodifiedSince) && WholeSeconds(lastModified) > unmodifiedSince)
        {
            return Precondition.Failed;
        }

        // RFC 9110 §13.2.2 (3, 4): a date without a tag is for GET and HEAD alone.
        if (fields.Contains(KnownField.IfNoneMatch))
        {
            if (!Matches(fields, KnownField.IfNoneMatch, exists, tag, static (ours, theirs) => ours.WeaklyEquals(theirs)))
            {
                return Precondition.Holds;
            }

            return isRetrieval ? Precondition.NotModified : Precondition.Failed;
        }

        return isRetrieval && TryGetDate(fields, KnownField.IfModifiedSince, out var modifiedSince) && WholeSeconds(lastModified) <= modifiedSince
            ? Precondition.NotModified
            : Precondition.Holds;
    }

    /// <summary>RFC 9110 §13.1.5: whether a Range is heeded, for what the client has is of the present state. The same octets are meant, so a weak tag is none; a date must be the very one that was sent.</summary>
    internal static bool AllowRange(FieldSection fields, EntityTag? tag, DateTimeOffset? lastModified)
    {
        if (!fields.TryGet(KnownField.IfRange, out var value))
        {
            return true;
        }

        return fields.CountOf(KnownField.IfRange) == 1
            && (EntityTag.TryParse(value, out var theirs)
                ? tag is { } ours && ours.StronglyEquals(theirs)
                : HttpDate.TryParse(value, out var date) && WholeSeconds(lastModified) == date);
    }

    private static bool Matches(FieldSection fields, KnownField name, bool exists, EntityTag? tag, Func<EntityTag, EntityTag, bool> equals)
    {
        for (var at = fields.IndexOf(name, 0); at >= 0; at = fields.IndexOf(name, at + 1))
        {
            var list = new ListParser(fields[at].Value);
            while (list.MoveNext())
            {
                if (list.Current.SequenceEqual("*"u8) ? exists : tag is { } ours && EntityTag.TryParse(list.Current, out var theirs) && equals(ours, theirs))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // RFC 9110 §13.1.3, §13.1.4: a date that is not one, or given twice, is ignored.
    private static bool TryGetDate(FieldSection fields, KnownField name, out DateTimeOffset date)
    {
        date = default;
        return fields.CountOf(name) == 1 && fields.TryGet(name, out var value) && HttpDate.TryParse(value, out date);
    }

    private static DateTimeOffset? WholeSeconds(DateTimeOffset? date) =>
        date is { } known ? new DateTimeOffset(known.UtcTicks - (known.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero) : null;
}
