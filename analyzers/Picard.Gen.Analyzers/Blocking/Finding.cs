using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Something that blocks, and how an entry point comes to it.</summary>
/// <param name="Entry">The method that is called on the thread.</param>
/// <param name="Last">The body that the site is in.</param>
/// <param name="Site">What blocks.</param>
/// <param name="Holder">Of a lock: what is called while it is held, and by whom.</param>
internal sealed record Finding(EntryPoint Entry, Step Last, Site Site, string? Holder)
{
    /// <summary>The calls from the entry point to what blocks, which is the last.</summary>
    public List<IOperation> Hops()
    {
        var hops = Last.Chain().Select(static step => step.Call?.Operation).OfType<IOperation>().ToList();
        if (hops.Count == 0 || hops[hops.Count - 1] != Site.Operation)
        {
            hops.Add(Site.Operation);
        }

        return hops;
    }
}
