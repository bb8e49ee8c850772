namespace Picard.Gen;

/// <summary>The suspensions that an exchange uses again and again, one for each type of result.</summary>
internal struct SuspensionList
{
    private Suspension? _first;

    /// <summary>The suspension of a type, made when first needed.</summary>
    public TSuspension Find<TSuspension>()
        where TSuspension : Suspension, new()
    {
        // A connection sees few types of results, so the list is short; it lives as long as the connection.
        for (var at = _first; at is not null; at = at.Next)
        {
            if (at is TSuspension found)
            {
                return found;
            }
        }

        var suspension = new TSuspension { Next = _first };
        _first = suspension;
        return suspension;
    }
}
