namespace Picard.Gen;

/// <summary>The suspensions that an exchange uses again and again, one for each type of result.</summary>
internal struct SuspensionList
{
    private Suspension? _first;

    /// <summary>The suspension for a type of result, made when first needed.</summary>
    public Suspension<TAnswer> Find<TAnswer>()
        where TAnswer : struct, IAnswer
    {
        // A connection sees few types of results, so the list is short; it lives as long as the connection.
        for (var at = _first; at is not null; at = at.Next)
        {
            if (at is Suspension<TAnswer> found)
            {
                return found;
            }
        }

        var suspension = new Suspension<TAnswer> { Next = _first };
        _first = suspension;
        return suspension;
    }
}
